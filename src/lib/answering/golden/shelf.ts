import { canonicalJson, hashText } from '../../algorithms/text/hashing.js';
import type { CuratedAnswer } from '../../domain/curated.js';
import type { Feedback } from '../../domain/lookup.js';
import type { Json } from '../../domain/values.js';
import type { Embedder, Store } from '../../ports.js';
import { prior, type Calibration } from '../cache/calibration.js';
import { GoldenIndex } from '../cache/golden-index.js';
import { standingsOf, type Standing } from './complaints.js';
import type { Prepared, Stocked } from './prepared.js';
import { curatedStock, merged, minedStock } from './stock.js';
import { readCalibration } from './stored-calibration.js';

export interface ShelfDeps {
  store: Pick<
    Store,
    'generations' | 'memo' | 'clusterings' | 'queries' | 'curated' | 'lookups' | 'pages'
  >;
  embedder: Embedder;
}

/** All that a look-up needs, as it stood at one moment. */
export interface Shelf {
  index: GoldenIndex;
  answers: ReadonlyMap<string, Prepared>;
  calibration: Calibration;
  /** Published generation of the mined answers; null before the first night. */
  generation: string | null;
}

/** What a shelf is made from; equal keys, equal shelves. */
interface Stores {
  key: string;
  curated: CuratedAnswer[];
  feedback: Feedback[];
  calibration: Calibration;
}

/** Keeps a shelf equal to the store: makes a new one where something has changed, and leaves the old one whole. */
export class ShelfKeeper {
  shelf: Shelf;
  private readonly deps: ShelfDeps;
  private readonly vectors = new Map<string, Float32Array>();
  private around: Stores | null = null;
  private key = '';

  constructor(deps: ShelfDeps) {
    this.deps = deps;
    const index = new GoldenIndex(deps.embedder.space.dimensions);
    this.shelf = { index, answers: new Map(), calibration: prior(), generation: null };
  }

  /**
   * @param thorough also looks for new answers of people, complaints and calibrations, not only for a new night
   * @returns whether there is a new shelf
   */
  async look(signal: AbortSignal, thorough = true): Promise<boolean> {
    const { store, embedder } = this.deps;
    const generation = await store.generations.published('answers');
    if (thorough || !this.around) this.around = await this.lookAround();
    const { key: rest, curated, feedback, calibration } = this.around;
    const key = `${generation?.id} ${rest}`;
    if (key === this.key) return false;
    // Answers of another space are not found until the night has embedded their questions anew.
    const readable = generation?.space === embedder.space.id ? generation : null;
    const mined = readable ? await minedStock(store, embedder, readable) : [];
    const written = await curatedStock(curated, embedder, this.vectors, signal);
    const stock = merged(written, mined);
    const standings = standingsOf(notBefore(stock, feedback));
    this.shelf = {
      ...shelved(stock, standings, embedder.space.dimensions),
      calibration,
      generation: generation?.id ?? null,
    };
    this.key = key;
    return true;
  }

  private async lookAround(): Promise<Stores> {
    const { curated, lookups, memo } = this.deps.store;
    const found = {
      curated: await curated.list(),
      feedback: await lookups.feedbackOf(null, 0),
      calibration: await readCalibration(memo),
    };
    return { key: hashText(canonicalJson(found as unknown as Json)), ...found };
  }
}

/** Complaints about the texts of now. */
function notBefore(stock: readonly Stocked[], feedback: readonly Feedback[]): Feedback[] {
  const since = new Map(stock.map(({ prepared }) => [prepared.answerId, prepared.updatedAt]));
  return feedback.filter(
    ({ answerId, createdAt }) => createdAt >= (since.get(answerId) ?? Infinity),
  );
}

function shelved(
  stock: readonly Stocked[],
  standings: ReadonlyMap<string, Standing>,
  dimensions: number,
): Pick<Shelf, 'index' | 'answers'> {
  const index = new GoldenIndex(dimensions);
  const answers = new Map<string, Prepared>();
  for (const { prepared, questions } of stock) {
    const { answerId } = prepared;
    const { raise = 0, dropped = false } = standings.get(answerId) ?? {};
    if (dropped || questions.length === 0) continue;
    index.put({ answerId, questions, raise });
    answers.set(answerId, prepared);
  }
  return { index, answers };
}
