/** Runs, locks, accounts and tokens. */
import type { Account, Token } from '../../domain/account.js';
import type { Run } from '../../domain/run.js';

export interface RunStore {
  put(run: Run): Promise<void>;
  get(runId: string): Promise<Run | null>;
  /** Newest first. */
  list(limit: number): Promise<Run[]>;
}

export interface LockOwner {
  runId: string;
  pid: number;
  /** Machine, boot and process namespace: equal only where `pid` means the same process. */
  host: string;
  command: string;
}

export interface LockRow {
  owner: LockOwner;
  /** Grows with every change of hands, never falls. */
  fence: number;
  /** Grows while the owner lives. */
  counter: number;
  held: boolean;
}

export interface LockStore {
  read(name: string): Promise<LockRow | null>;
  /**
   * Takes the lock if it is free, or if it still stands exactly as `observed` (a holder seen not to move).
   * Returns the new fence, or null when somebody else was faster.
   */
  take(name: string, owner: LockOwner, observed: LockRow | null): Promise<number | null>;
  /** Shows life. False when the lock has changed hands. */
  beat(name: string, fence: number): Promise<boolean>;
  /** Frees the lock if it is still ours. */
  release(name: string, fence: number): Promise<void>;
}

export interface AccountStore {
  /** Inserts or replaces everything but the balance, which only the ledger moves. */
  put(account: Account): Promise<void>;
  get(id: string): Promise<Account | null>;
  /** By id, bytewise. */
  list(): Promise<Account[]>;
}

export interface TokenStore {
  /** Idempotent by id: the first one stays. */
  put(token: Token): Promise<void>;
  /** The token whose secret has this hash, whether or not it is still accepted. */
  byHash(hash: string): Promise<Token | null>;
  /** By creation, newest first; of one account, or of all. */
  list(account?: string): Promise<Token[]>;
  /** The first time stays. False when there is none of that id. */
  revoke(id: string, at: number): Promise<boolean>;
}
