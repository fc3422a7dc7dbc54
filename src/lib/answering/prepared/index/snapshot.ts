import { canonicalJson, hashText } from '../../../algorithms/text/hashing.js';
import type { CuratedAnswer } from '../../../domain/curated.js';
import type { Feedback } from '../../../domain/lookup.js';
import type { Json } from '../../../domain/values.js';
import type { Embedder, Store } from '../../../ports/index.js';
import { inSpace, prior } from '../calibration/calibration.js';
import { GoldenIndex } from './question-index.js';
import type { CalibrationWithCounts } from '../calibration/look-up-history.js';
import { CuratedVectors } from './curated-vectors.js';
import { standingsOf, type Standing } from '../lookup/complaints.js';
import type { Prepared, Stocked } from '../lookup/prepared.js';
import { curatedStock, merged, minedStock } from './stored-answers.js';
import { readCalibration } from '../calibration/stored-calibration.js';

export interface ShelfDeps {
  store: Pick<
    Store,
    'generations' | 'memo' | 'clusterings' | 'queries' | 'curated' | 'lookups' | 'pages'
  >;
  embedder: Embedder;
  /** Vectors of curated questions that are made here are stored; default: they are. */
  keep?: boolean;
  /** A look waits until every curated question has its vector; default: it does. Else see `fill`. */
  complete?: boolean;
}

/** All that a look-up needs, as it stood at one moment. */
export interface Shelf {
  index: GoldenIndex;
  answers: ReadonlyMap<string, Prepared>;
  calibration: CalibrationWithCounts;
  /** Published generation of the mined answers; null before the first night. */
  generation: string | null;
}

/** What a shelf is made from; equal keys, equal shelves. */
interface Stores {
  key: string;
  curated: CuratedAnswer[];
  feedback: Feedback[];
  calibration: CalibrationWithCounts;
}

/** Keeps a shelf equal to the store: makes a new one where something has changed, and leaves the old one whole. */
export class ShelfKeeper {
  shelf: Shelf;
  private readonly deps: ShelfDeps;
  private readonly vectors: CuratedVectors;
  private around: Stores | null = null;
  private key = '';
  private unmade: string[] = [];

  constructor(deps: ShelfDeps) {
    this.deps = deps;
    this.vectors = new CuratedVectors({ ...deps, curated: deps.store.curated });
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
    this.unmade = await this.vectors.read(curated);
    if (this.deps.complete !== false) await this.fill(signal);
    const stock = merged(curatedStock(curated, this.vectors), mined);
    const standings = standingsOf(notBefore(stock, feedback));
    this.shelf = {
      ...shelved(stock, standings, embedder.space.dimensions),
      calibration: inSpace(calibration, embedder.space.id),
      generation: generation?.id ?? null,
    };
    this.key = key;
    return true;
  }

  /** Curated questions that are not found yet for want of a vector. */
  get lacking(): number {
    return this.unmade.length;
  }

  /** Makes the vectors that are lacking; the next look makes a shelf with them. */
  async fill(signal: AbortSignal): Promise<void> {
    await this.vectors.make(this.unmade, signal).finally(() => {
      this.unmade = this.unmade.filter((text) => !this.vectors.of(text));
      this.key = '';
    });
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
