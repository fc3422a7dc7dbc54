import { canonicalJson, compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import type { Hash, Space } from '../../domain/values.js';
import type { ChangeFeed, MemoStore, PageStore, VectorStore } from '../../ports/index.js';
import type { Candidate } from './candidates.js';

/** A page that an answer would draw on. */
export interface SoughtPage {
  pageId: string;
  contentHash: Hash;
}

export interface SoughtDeps {
  memo: MemoStore;
  pages: Pick<PageStore, 'scan'>;
  vectors: Pick<VectorStore, 'hashes'>;
  changes: Pick<ChangeFeed, 'latest'>;
  space: Space;
  /** Release of gibsey: another one may find other pages. */
  release: string;
  /** Finds pages; `refresh` takes up first what has changed in them. */
  writer: {
    refresh(signal: AbortSignal): Promise<unknown>;
    sources(
      question: string,
      signal: AbortSignal,
      wordings: readonly string[],
    ): Promise<readonly SoughtPage[]>;
  };
  /** Of the stage: a basis of another one is another basis. */
  version: number;
}

type Asked = Pick<Candidate, 'clusterId' | 'canonical' | 'wordings'>;

const KEY = 'sought';

/**
 * The pages that answers would be made from, by hash. Looking for them takes an embedding and a retrieval a wording, so
 * what was found is kept under the hash of all that it depends on: the wordings, every page with its vectors, the
 * embedding model and the release.
 */
export class Sought {
  private readonly deps: SoughtDeps;
  private known = new Map<Hash, Hash>();
  /** What the plan that was drawn last has asked for. */
  private asked = new Map<Hash, Hash>();
  private stored: Hash | null = null;
  private state: Hash = '';
  private sequence = 0;
  private fresh = false;

  constructor(deps: SoughtDeps) {
    this.deps = deps;
  }

  /**
   * Reads how the pages stand, and what was found before.
   * @param force look for everything again
   */
  async begin(force: boolean, signal: AbortSignal): Promise<void> {
    const { memo, changes } = this.deps;
    this.sequence = await changes.latest();
    this.state = await stateOfPages(this.deps, signal);
    const entry = (await memo.get('answers', [KEY])).get(KEY);
    this.stored = entry?.input ?? null;
    const kept = Object.entries((entry?.value ?? {}) as Record<Hash, Hash>);
    this.known = new Map<Hash, Hash>(force ? [] : [...kept, ...this.known]);
    this.asked = new Map();
    this.fresh = false;
  }

  /** Hash of the question and of the pages that an answer to it would be made from. */
  async basisOf({ clusterId, canonical, wordings }: Asked, signal: AbortSignal): Promise<Hash> {
    const { version, release } = this.deps;
    const question = [clusterId, canonical.text, ...wordings];
    const signature = hashParts([version, release, this.state, ...question]);
    let basis = this.known.get(signature);
    if (basis === undefined) {
      const pages = await this.look(canonical.text, wordings, signal);
      basis = hashParts([version, clusterId, canonical.text, ...partsOf(pages)]);
    }
    this.known.set(signature, basis);
    this.asked.set(signature, basis);
    return basis;
  }

  /** Keeps what the last plan has found; nothing that may be of other pages than those it began with. */
  async keep(): Promise<void> {
    const { memo, changes } = this.deps;
    const input = hashParts(this.asked.keys());
    if (this.asked.size === 0 || input === this.stored) return;
    if ((await changes.latest()) !== this.sequence) return;
    await memo.putFirst('answers', KEY, input, Object.fromEntries(this.asked));
    this.stored = input;
  }

  private async look(text: string, wordings: readonly string[], signal: AbortSignal) {
    const { writer } = this.deps;
    if (!this.fresh) await writer.refresh(signal); // its index may be older than the state that was read
    this.fresh = true;
    return writer.sources(text, signal, wordings);
  }
}

/** Equal where the same pages can be found by the same words and vectors, whatever of a page is searched. */
async function stateOfPages(
  { pages, vectors, space }: Pick<SoughtDeps, 'pages' | 'vectors' | 'space'>,
  signal: AbortSignal,
): Promise<Hash> {
  const rows: string[] = [];
  for await (const batch of pages.scan()) {
    signal.throwIfAborted();
    const embedded = await vectors.hashes(
      space,
      batch.map(({ id }) => id),
    );
    for (const { id, contentHash, title, chapter, position, charId } of batch) {
      const searched = [title, chapter, position, charId];
      rows.push(canonicalJson([id, contentHash, ...searched, embedded.get(id) ?? null]));
    }
  }
  return hashParts([space.id, ...rows.sort(compareBytewise)]);
}

/** The best page first; a new wording that only reorders the others changes nothing. */
function partsOf(pages: readonly SoughtPage[]): string[] {
  const [best = [], ...rest] = pages.map(({ pageId, contentHash }) => [pageId, contentHash]);
  return [best, ...rest.sort(([a], [b]) => compareBytewise(a!, b!))].flat();
}
