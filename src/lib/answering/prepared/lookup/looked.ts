import { hashText } from '../../../algorithms/text/hashing.js';
import { maskPersonal } from '../../../algorithms/text/masking.js';
import type { Lookup } from '../../../domain/lookup.js';
import type { Decision } from './decide.js';
import type { Neighbourhood } from '../index/question-index.js';
import type { Near } from './near.js';
import type { Prepared } from './prepared.js';
import type { Shelf } from '../index/snapshot.js';

export interface Asked {
  text: string;
  /** Names of whoever asks are masked. */
  user?: string;
  /** Of the look-up in the log; without one it is not recorded. */
  id?: string;
  /** Of the question among the conversations that are kept. */
  queryId?: string | null;
}

/** `empty`: no answer is prepared. `error`: the look-up failed, which was said. */
export type MissReason = 'empty' | 'score' | 'veto' | 'stale' | 'error';

export type LookupResult = (
  | { hit: true; prepared: Prepared; decision: Decision }
  | { hit: false; reason: MissReason; decision: Decision | null }
) & { near?: readonly Near[] };

/** A look-up that is over. */
export interface Looked {
  masked: string;
  result: LookupResult;
  /** Null when it failed. */
  hood: Neighbourhood | null;
  latencyMs: number;
}

/** As the log has it; null when it is not to be recorded, or nothing was decided. */
export function lookupOf(
  { id, queryId = null }: Asked,
  { masked, result, latencyMs }: Looked,
  { answers }: Pick<Shelf, 'answers'>,
  createdAt: number,
): Lookup | null {
  const { hit, decision } = result;
  if (id === undefined || decision === null) return null;
  const { candidate, group, similarity, score, threshold, veto } = decision;
  return {
    ...{ id, queryHash: hashText(masked), queryId, answerId: candidate },
    clusterId: answers.get(candidate ?? '')?.clusterId ?? null,
    group: candidate === null ? null : group,
    ...{ hit, similarity, score, threshold, audit: null, latencyMs, createdAt },
    veto: !hit && result.reason === 'stale' ? 'stale' : (veto?.kind ?? null),
  };
}

/** As the night reads what is asked. */
export function masking({ text, user }: Pick<Asked, 'text' | 'user'>): string {
  return maskPersonal(text.trim(), user === undefined ? [] : [user]).text;
}
