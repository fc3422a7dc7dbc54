import type { Change } from '../../../ports/index.js';

/** A record that was fetched; of a table that is none of ours it has no change. */
export interface Fetched {
  partition: number;
  offset: bigint;
  change: Change | null;
}

/** What was fetched and not read yet: keys alone, so that it may be long. */
export class Backlog {
  private fetched: Fetched[] = [];
  /** Index up to which it was read; what is in front of it is dropped now and then. */
  private head = 0;
  /** Index up to which it was told as recent. */
  private shown = 0;

  get length(): number {
    return this.fetched.length - this.head;
  }

  /** When the next change was made, epoch ms; null when none is there. */
  get oldestAt(): number | null {
    return this.fetched.slice(this.head).find(({ change }) => change)?.change?.at ?? null;
  }

  push(record: Fetched): void {
    this.fetched.push(record);
  }

  /** The next records, of which at most `max` hold a change. */
  take(max: number): Fetched[] {
    let end = this.head;
    for (let left = max; end < this.fetched.length; end++) {
      if (this.fetched[end]?.change && left-- === 0) break;
    }
    const taken = this.fetched.slice(this.head, end);
    this.head = end;
    this.shown = Math.max(this.shown, end);
    if (this.head > this.fetched.length / 2) this.forget();
    return taken;
  }

  /** Records that were not looked at yet, at most `max`; `take` meets them again. */
  look(max: number): Fetched[] {
    const looked = this.fetched.slice(this.shown, this.shown + max);
    this.shown += looked.length;
    return looked;
  }

  private forget(): void {
    this.fetched = this.fetched.slice(this.head);
    this.shown -= this.head;
    this.head = 0;
  }
}
