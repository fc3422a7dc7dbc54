import type { Readable } from 'node:stream';
import type { Clock, SourceRecord } from '../../../ports/index.js';
import type { Bytes } from '../bytes.js';
import type { Encoding } from '../encodings.js';
import type { Pace } from '../pace.js';

export interface PagesOptions {
  /** A file, a folder, or `-` for `stdin`. */
  path: string;
  stdin?: Readable;
  /** The `source` of the pages and the first part of ids; default: the file's or folder's own name. */
  name?: string;
  /** Words of a page where text is cut, default 250. */
  pageWords?: number;
  /** Rows of JSON and JSON Lines are chapters to be cut into pages; default: each row is a page. */
  cut?: boolean;
  /** Encoding of all files but EPUB; default: by byte order mark or declaration, else UTF-8. */
  encoding?: Encoding;
  /** Read on for ever as the file, which must be JSON Lines, grows; a later row of an id is an update. */
  follow?: boolean;
  clock: Clock;
  /** Told at the end of a folder what of it was passed over, in one line. */
  warn?: (message: string) => void;
  limits?: Partial<Limits>;
}

export interface Limits {
  /** Longest line of JSON Lines in bytes; longer ones are refused without being held. */
  lineBytes: number;
  /** Largest text, Markdown, HTML or JSON file in bytes: these are read whole. Also the largest file in an EPUB. */
  fileBytes: number;
  /** The most that the chapters of an EPUB may unpack to, and the largest EPUB that is read from a stream, in bytes. */
  bookBytes: number;
  /** Most headings, code blocks and tables that divide one file. */
  marks: number;
}

export const LIMITS: Limits = {
  lineBytes: 4 * 2 ** 20,
  fileBytes: 16 * 2 ** 20,
  bookBytes: 64 * 2 ** 20,
  marks: 100_000,
};
export const PAGE_WORDS = 250;

export type Format = 'text' | 'markdown' | 'html' | 'epub' | 'jsonl' | 'json';

/** One file, or a stream, of a source. */
export interface Input {
  /** How problems name it. */
  where: string;
  /** What the ids of its pages begin with. */
  prefix: string;
  /** The folders it lies in, below the one that is read: `Part One / Interludes`; null when there are none. */
  folder: string | null;
  /** Title of pages that have none of their own: the file's name without number and extension. */
  title: string;
  /** When it was last changed, epoch ms. */
  modified: number;
  /** The file that holds the bytes as they are, and how many there are; null for a stream. */
  file: { path: string; size: number } | null;
  /** The bytes are UTF-8, whatever they declare: the caller has said their encoding. */
  recoded: boolean;
  bytes: Bytes;
}

/** What holds for all inputs of one reading. */
export interface Reading {
  source: string;
  pageWords: number;
  cut: boolean;
  limits: Limits;
  pace: Pace;
  /** Epoch ms at the start of the reading. */
  now: number;
  /** 1, 2, 3, … in reading order over all inputs. */
  nextPosition(): number;
}

/** Yields pages and problems of one input; throws Rejected when the input as a whole is of no use. */
export type Reader = (input: Input, reading: Reading) => AsyncIterable<SourceRecord>;
