/** What the day writes and reads: look-ups, audits, characters, culture, credits. */
import type { Audit } from '../../domain/audit.js';
import type { CulturalChunk, CulturalText } from '../../domain/culture.js';
import type { Feedback, Lookup, Savings } from '../../domain/lookup.js';
import type { Character } from '../../domain/turn.js';

/**
 * What was asked of the golden answers by day. Recording is cheap and never waits for a disk; the last moments
 * before a power cut may be missing. Feedback outlives one.
 */
export interface LookupLog {
  /** Idempotent: a look-up is immutable under its id. */
  record(lookups: readonly Lookup[]): Promise<void>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(from: number, to: number): AsyncIterable<Lookup[]>;
  /** Reads one row, however many there are. Null when there is none of that id. */
  get(id: string): Promise<Lookup | null>;
  /** How many are kept that were created before that day (whole days since 1970, UTC). */
  countBefore(day: number): Promise<number>;
  /**
   * Removes those; `savings` goes on to count them.
   * @returns how many it removed
   */
  prune(day: number): Promise<number>;
  /**
   * Over all look-ups that ever were.
   * @param priceUsd what a question costs that a hit spares
   * @param msSaved what it would have taken
   */
  savings(priceUsd: number, msSaved: number): Promise<Savings>;
  /** Inserts or replaces by id. */
  feedback(feedback: Feedback): Promise<void>;
  /** On one answer, or on all (`null`), given at `since` (epoch ms) or later; oldest first, ties by id. */
  feedbackOf(answerId: string | null, since: number): Promise<Feedback[]>;
  /**
   * Removes those of these ids that were given before that day (whole days since 1970, UTC).
   * @returns how many it removed
   */
  removeFeedback(ids: readonly string[], day: number): Promise<number>;
}

/** Look-ups that were drawn for the audit. They hold what people asked, so they are kept for a time only. */
export interface AuditStore {
  /** Inserts or replaces by id. */
  put(audits: readonly Audit[]): Promise<void>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(from: number, to: number): AsyncIterable<Audit[]>;
  /** How many were created before that day (whole days since 1970, UTC). */
  countBefore(day: number): Promise<number>;
  /**
   * Removes those.
   * @returns how many it removed
   */
  prune(day: number): Promise<number>;
}

export interface CharacterStore {
  /** Inserts or replaces. */
  put(characters: readonly Character[]): Promise<void>;
  /** By id, bytewise. */
  list(): Promise<Character[]>;
  /** False when there is none of that id. */
  delete(id: string): Promise<boolean>;
}

/** A new store has four of gibsey's own. */
export interface CultureStore {
  /** Inserts, or replaces the text; usage and the time of creation stay. A text that is the same stays as it is. */
  put(texts: readonly CulturalText[]): Promise<void>;
  /** By id, bytewise. */
  list(): Promise<CulturalChunk[]>;
  /** Counts one use at a time (epoch ms); no use is lost between processes. False when there is none of that id. */
  used(id: string, at: number): Promise<boolean>;
}

export interface LedgerEntry {
  account: string;
  requestId: string;
  /** Credits, signed, whole. */
  delta: number;
  reason: string;
  balanceAfter: number;
  createdAt: number;
}

/** The debit of an answer whose end is not known yet. */
export interface OpenDebit extends Pick<LedgerEntry, 'account' | 'requestId'> {
  /** The lock that the process which took it holds while it lives. */
  holder: string;
}

/** Append-only accounts. A request id is applied once; a balance is never below zero. */
export interface Ledger {
  /**
   * The entry (also when `requestId` was applied before, whatever its delta), or `insufficient`. With a holder the
   * entry is open from the moment that it stands until it is closed.
   */
  apply(
    entry: Pick<LedgerEntry, 'account' | 'requestId' | 'delta' | 'reason'>,
    holder?: string,
  ): Promise<LedgerEntry | 'insufficient'>;
  /** The end of the answer is known: whoever opened the entry, it is open no more. */
  close(account: string, requestId: string): Promise<void>;
  /** All open entries, in no order. One whose process died before the debit may be among them: it has no `entry`. */
  open(): Promise<OpenDebit[]>;
  /** What `requestId` was applied as, null when it was not. */
  entry(account: string, requestId: string): Promise<LedgerEntry | null>;
  /** 0 for an account without entries. */
  balance(account: string): Promise<number>;
  /** In order of `createdAt`, ties by request id. */
  entries(account: string): Promise<LedgerEntry[]>;
}
