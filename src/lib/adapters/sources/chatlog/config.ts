import type { Readable } from 'node:stream';
import type { Clock } from '../../../ports/index.js';

export interface ChatlogOptions {
  /** A file, or `-` for `stdin`. */
  path: string;
  stdin?: Readable;
  /** Default: by the file's name; standard input is JSON Lines. */
  format?: ChatlogFormat | undefined;
  /** Read on for ever as the file grows. */
  follow?: boolean;
  clock: Clock;
  /** Longest line or CSV record in bytes; longer ones are refused without being held. */
  recordBytes?: number;
}

export const FORMATS = ['jsonl', 'csv'] as const;

export type ChatlogFormat = (typeof FORMATS)[number];

export const RECORD_BYTES = 2 ** 20;
