import type { Space } from '../../domain/values.js';
import type { Change, ChangeReader, VectorStore } from '../../ports/index.js';

export interface ArrivalsDeps {
  reader: Pick<ChangeReader, 'recent'>;
  vectors: VectorStore;
  space: Space;
}

const LOOK = 500;
/** Pages of a burst that still is an edit by hand. */
const EDIT_PAGES = 4;
/** A pause between two changes that parts one writer's burst from the next. */
const BURST_GAP_MS = 2;
/** More small bursts in one look are the work of a program that writes page by page. */
const MOST_BURSTS = 16;

/**
 * The lane of single edits: of what has arrived since the last look, what somebody is waiting for. It is taken up
 * before the backlog, which meets it again in its turn and finds it done.
 */
export class Arrivals {
  private readonly deps: ArrivalsDeps;

  constructor(deps: ArrivalsDeps) {
    this.deps = deps;
  }

  /** Edits that came since the last look, oldest first; those of one list belong together. */
  async edits(signal: AbortSignal): Promise<Change[][]> {
    const edits: Change[][] = [];
    for (;;) {
      const arrived = await this.deps.reader.recent(LOOK, signal);
      const pages = ofPages(arrived);
      if (pages.length > 0) edits.push(...(await this.editsAmong(pages)));
      if (arrived.length < LOOK) return edits;
    }
  }

  /** Small bursts; and of a bulk load of new pages the few pages that were there before. */
  private async editsAmong(pages: readonly Change[]): Promise<Change[][]> {
    const bursts = burstsOf(pages);
    const small = bursts.filter((burst) => burst.length <= EDIT_PAGES);
    const [edits, rest] =
      small.length <= MOST_BURSTS
        ? [small, bursts.filter((burst) => burst.length > EDIT_PAGES).flat()]
        : [[], pages];
    const changed = await this.withVectors(rest);
    const few = changed.length > 0 && changed.length <= EDIT_PAGES;
    return few ? [...edits, changed] : edits;
  }

  private async withVectors(pages: readonly Change[]): Promise<Change[]> {
    if (pages.length === 0) return [];
    const { vectors, space } = this.deps;
    const ids = pages.map(({ id }) => id);
    const made = await vectors.hashes(space, ids);
    return pages.filter(({ id }) => made.has(id));
  }
}

/** The newest change of each page, in the order in which the pages first come. */
export function ofPages(changes: readonly Change[]): Change[] {
  const pages = changes.filter(
    ({ table, unreadable }) => table === 'pages' && unreadable === undefined,
  );
  return [...new Map(pages.map((change) => [change.id, change])).values()];
}

function burstsOf(changes: readonly Change[]): Change[][] {
  const bursts: Change[][] = [];
  let before = -Infinity;
  for (const change of changes) {
    const goesOn = Math.abs(change.at - before) <= BURST_GAP_MS;
    if (goesOn) bursts.at(-1)?.push(change);
    else bursts.push([change]);
    before = change.at;
  }
  return bursts;
}
