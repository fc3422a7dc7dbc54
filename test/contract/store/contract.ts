import type { Clock, Store, StoreCapabilities } from '../../../src/lib/ports/index.js';

/** One store and every handle that was opened on it. */
export interface StoreHandle {
  store: Store;
  /** Another connection to the same store, as another process would have it; closed with the first. */
  reopen(): Promise<Store>;
  close(): Promise<void>;
}

export interface StoreContract {
  name: string;
  capabilities: StoreCapabilities;
  /** A fresh and empty store. */
  open(clock: Clock): Promise<StoreHandle>;
  /** For one test; default 20 s. */
  timeoutMs?: number;
}
