import { asGibseyError } from '../../../domain/errors.js';
import type { Clock } from '../../../ports/index.js';
import type { ShelfKeeper } from './snapshot.js';

export interface ShelfWatchDeps {
  keeper: ShelfKeeper;
  clock: Clock;
  warn?: ((message: string) => void) | undefined;
  /** Between looks at the pointer of the published night, ms; default 1 000; 0: none. */
  pollMs?: number | undefined;
  /** Done before each look. */
  before: () => Promise<void>;
}

const POLL_MS = 1_000;
/** Answers of people, complaints and calibrations are looked for at every so many looks. */
const THOROUGH = 10;

/** Looks at the store again and again, so that the shelf follows it; while that fails the shelf of before stays. */
export class ShelfWatch {
  private readonly deps: ShelfWatchDeps;
  private readonly closing = new AbortController();
  private watching: Promise<void> = Promise.resolve();
  /** Looks at the store take turns. */
  private turn: Promise<unknown> = Promise.resolve();
  private failing = false;
  private filling: Promise<void> | null = null;
  private unfilled = false;

  constructor(deps: ShelfWatchDeps) {
    this.deps = deps;
  }

  /** A first look, then one after the other; a store that cannot be read now is read later. */
  async open(signal: AbortSignal): Promise<void> {
    await this.refresh(signal).catch((thrown: unknown) => {
      signal.throwIfAborted();
      this.tell(thrown);
    });
    this.watching = this.watch();
  }

  /** Takes up now what has changed in the store. */
  refresh(signal: AbortSignal): Promise<{ changed: boolean }> {
    return this.look(AbortSignal.any([signal, this.closing.signal]), true);
  }

  private look(signal: AbortSignal, thorough: boolean): Promise<{ changed: boolean }> {
    const look = this.turn.then(async () => ({
      changed: await this.deps.keeper.look(signal, thorough),
    }));
    void look.then(() => this.fill(thorough)).catch(() => undefined); // whoever asked is told
    this.turn = look.catch(() => undefined); // whoever asked is told
    return look;
  }

  /** Behind the back of whoever asks: what has its vector is found meanwhile. */
  private fill(again: boolean): void {
    const { signal } = this.closing;
    const { lacking } = this.deps.keeper;
    if (this.filling || lacking === 0 || signal.aborted || (this.unfilled && !again)) return;
    if (!this.unfilled) {
      const begun = 'they are embedded now, and found when that is done';
      this.deps.warn?.(`Curated questions without a vector: ${lacking}; ${begun}.`);
    }
    this.filling = this.deps.keeper
      .fill(signal)
      .then(() => this.look(signal, false))
      .then(
        () => void (this.unfilled = false),
        (thrown: unknown) => this.tellUnfilled(thrown),
      )
      .finally(() => void (this.filling = null));
  }

  private tellUnfilled(thrown: unknown): void {
    if (this.closing.signal.aborted) return;
    if (!this.unfilled) {
      const { message } = asGibseyError(thrown);
      this.deps.warn?.(`Curated questions not found yet: ${this.deps.keeper.lacking}. ${message}`);
    }
    this.unfilled = true;
  }

  private async watch(): Promise<void> {
    const { clock, before, pollMs = POLL_MS } = this.deps;
    const { signal } = this.closing;
    for (let n = 1; pollMs > 0 && !signal.aborted; n++) {
      try {
        await clock.sleep(pollMs, signal);
        await before();
        await this.look(signal, n % THOROUGH === 0);
        this.failing = false;
      } catch (thrown) {
        if (!signal.aborted) this.tell(thrown);
      }
    }
  }

  /** Once until it works again; the shelf stays in use. */
  private tell(thrown: unknown): void {
    if (!this.failing) {
      const { message } = asGibseyError(thrown);
      this.deps.warn?.(`New prepared answers are not taken up: ${message}`);
    }
    this.failing = true;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.watching;
    await this.filling;
    await this.turn;
  }
}
