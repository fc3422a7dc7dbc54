import type { Hash } from './values.js';

/** Where people complain in public. */
export const ITEM_SOURCES = ['github', 'stackoverflow', 'reddit', 'hackernews'] as const;
export type ItemSource = (typeof ITEM_SOURCES)[number];

/** What somebody wrote in public, as it was collected. */
export interface RawItem {
  /** SHA-256 of the normalised address: the key under which the same item is never kept twice. */
  urlHash: Hash;
  /** Where people find it. */
  url: string;
  source: ItemSource;
  /** Day in UTC, `YYYY-MM-DD`, on which it was posted and under which it is collected, however late. */
  collectionDate: string;
  title: string;
  /** Plain text or Markdown, never HTML; empty when there is but a title. */
  body: string;
  /** When it was posted, epoch ms. */
  createdAt: number;
  /** Tells the items of one person from those of several, and not who it is; null when it is not known. */
  author: Hash | null;
}
