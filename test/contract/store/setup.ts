import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Clock, Store } from '../../../src/lib/ports/index.js';
import type { StoreContract, StoreHandle } from './contract.js';

/** A clock that the test moves. */
export class ManualClock implements Clock {
  ms = 1_700_000_000_000;
  now = () => this.ms;
  monotonic = () => this.ms;
  async sleep(ms: number): Promise<void> {
    this.ms += ms;
  }
}

/** One store for the tests of a file, because opening one may be slow; tests keep apart by their ids. */
export function sharedStore(contract: StoreContract) {
  const clock = new ManualClock();
  let handle: StoreHandle | undefined;
  beforeAll(async () => {
    handle = await contract.open(clock);
  }, 120_000);
  afterAll(() => handle?.close());
  const opened = (): StoreHandle => {
    if (!handle) throw new Error('the store is not open');
    return handle;
  };
  return {
    clock,
    get store(): Store {
      return opened().store;
    },
    reopen: () => opened().reopen(),
  };
}

/** A store of its own for one test; closed with the test. */
export async function freshStore(contract: StoreContract) {
  const clock = new ManualClock();
  const handle = await contract.open(clock);
  onTestFinished(() => handle.close());
  return { clock, store: handle.store, reopen: () => handle.reopen() };
}
