import { GibseyError } from '../../../domain/errors.js';
import type { ChangeReader, ChangeSource, Cursor, ReadAs, Store } from '../../../ports/index.js';

type Fed = Pick<Store, 'capabilities' | 'changes' | 'offsets'>;

/** The feed that a store keeps of itself, read as any other stream. A cursor is a sequence. */
export function openEmbeddedChanges(store: Fed): ChangeSource {
  const { completeFeed: complete, feedPollMs: pollMs } = store.capabilities;
  return {
    complete,
    pollMs,
    async open(as, from) {
      if (typeof from === 'object') return new EmbeddedReader(store, as, Number(from.cursor));
      const latest = await store.changes.latest();
      const at = from === 'end' ? latest : await committedBy(store, as);
      return new EmbeddedReader(store, as, at, latest);
    },
  };
}

const committedBy = async ({ offsets }: Fed, as: ReadAs) =>
  'group' in as ? offsets.read(as.group) : 0;

class EmbeddedReader implements ChangeReader {
  private readonly store: Fed;
  private readonly as: ReadAs;
  /** Up to here everything was read. */
  private at: number;
  /** Up to here everything was told as recent. */
  private seen: number;

  constructor(store: Fed, as: ReadAs, at: number, seen = at) {
    this.store = store;
    this.as = as;
    this.at = at;
    this.seen = seen;
  }

  async end() {
    return String(await this.store.changes.latest());
  }

  async read(max: number) {
    // The end first: what is there must be read, or was dropped.
    const latest = await this.store.changes.latest();
    if (latest === this.at) return { changes: [], behind: String(this.at) };
    const changes = await this.store.changes.read(this.at, max);
    const first = changes[0]?.sequence;
    if (first !== this.at + 1) {
      this.at = first === undefined ? latest : first - 1;
      return 'lost' as const;
    }
    this.at = changes.at(-1)?.sequence ?? this.at;
    return { changes, behind: String(this.at) };
  }

  async recent(max: number) {
    const changes = await this.store.changes.read(this.seen, max);
    this.seen = changes.at(-1)?.sequence ?? this.seen;
    return changes;
  }

  async commit(cursor: Cursor) {
    if (!('group' in this.as)) {
      throw new GibseyError('INTERNAL', 'A follower of changes has nothing to commit.');
    }
    await this.store.offsets.commit(this.as.group, Number(cursor));
    return 'ok' as const;
  }

  async lag() {
    const latest = await this.store.changes.latest();
    const [oldest] = latest > this.at ? await this.store.changes.read(this.at, 1) : [];
    return { changes: Math.max(0, latest - this.at), oldestAt: oldest?.at ?? null };
  }

  async close() {
    // It holds nothing.
  }
}
