/** How far sources were read, and what they said that may still be true. In the journal: losing it costs calls. */
import type { CollectedDay } from '../../sources.js';
import { declare } from '../table.js';

export const COLLECTED_DAYS = declare<CollectedDay>()({
  ...{ name: 'collected_days', half: 'operations', put: 'replace' },
  key: ['source', 'day'],
  partition: ['source'],
  columns: {
    source: { kind: 'text' },
    day: { kind: 'text' },
    state: { kind: 'text' },
    checkpoint: { kind: 'json', nullable: true },
    at: { kind: 'time', name: 'read_at' },
  },
});

/** A reply with the mark under which a service says that it is still true. */
export interface MarkedReply {
  address: string;
  etag: string;
  headers: [name: string, value: string][];
  text: string;
  /** `YYYY-MM-DD` in UTC; empty for those that are older than this column. */
  keptOn: string;
}

export const MARKED_REPLIES = declare<MarkedReply>()({
  ...{ name: 'marked_replies', half: 'operations', put: 'replace' },
  key: ['address'],
  partition: ['address'],
  indexed: ['keptOn'],
  columns: {
    address: { kind: 'text' },
    etag: { kind: 'text' },
    headers: { kind: 'json' },
    text: { kind: 'text', name: 'reply' },
    keptOn: { kind: 'text', absent: '' },
  },
});
