/**
 * Every port of gibsey, by who reads it. Ports state intentions, not mechanisms; callers branch on a capability, never
 * on a name. Every call that can wait takes an AbortSignal.
 */
export type * from './clock.js';
export type * from './store/index.js';
export type * from './store/documents.js';
export type * from './store/vectors.js';
export type * from './store/night.js';
export type * from './store/day.js';
export type * from './store/admin.js';
export type * from './store/table.js';
export type * from './changes.js';
export type * from './collections.js';
export type * from './models.js';
export type * from './sources.js';
export type * from './signals.js';
export type * from './issues.js';
export type * from './outside.js';
export type * from './events.js';
