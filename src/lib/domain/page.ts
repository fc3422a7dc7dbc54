import type { Hash, Json } from './values.js';

/** One page of a collection, as a reader would cite it. */
export interface Page {
  /** Natural key, never reused for another page; ordered bytewise wherever order matters. */
  id: string;
  body: string;
  title: string | null;
  chapter: string | null;
  /** Place in the reading order; pages without one come after those with one. */
  position: number | null;
  /** The character that speaks or owns the page. */
  charId: string | null;
  /** Where it was ingested from, e.g. a file name; `--replace` works within one source. */
  source: string;
  /** When the text was last changed, epoch ms, as its author says. */
  updatedAt: number;
  /** Unknown keys of the input, kept as they came. */
  metadata: Record<string, Json>;
}

/** A page as the store holds it. */
export interface StoredPage extends Page {
  /** SHA-256 of the body, computed from the body when read, never trusted from a column. */
  contentHash: Hash;
  /** Write time in µs since the epoch, growing with every write of this page; orders late vectors. */
  version: number;
}

/** A run of whole sentences of a page that is embedded as one text. */
export interface Passage {
  /** 0, 1, 2, … in reading order. */
  ordinal: number;
  /** UTF-16 offsets into the page's body: `body.slice(start, end)`. */
  start: number;
  end: number;
  /** Unit length, in the space's dimensions. */
  vector: Float32Array;
}

/** The vectors of one page in one space. */
export interface EmbeddedPage {
  pageId: string;
  /** Hash of the body that was embedded. */
  contentHash: Hash;
  /** `StoredPage.version` of the body that was embedded; an older one never overwrites a newer one. */
  version: number;
  /** Unit length. */
  vector: Float32Array;
  passages: Passage[];
}

export type PageVector = Omit<EmbeddedPage, 'passages' | 'version'>;
