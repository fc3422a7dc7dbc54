/**
 * Questions that differ in the one word that matters. Each stored question stands alone in its cache, where
 * nothing but the score and the vetoes keeps the other from being served; the threshold is the one that
 * Banking77 gives at 1 % of look-ups. The vetoes were mended with the pairs of one file in sight; those of the other
 * (`unseen`) were written by somebody else and only counted, by kind: whoever reads them to mend moves them over and
 * has new ones written.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  calibrate,
  fitOnStored,
  type Calibration,
} from '../src/lib/answering/cache/calibration.js';
import { explain, type Explanation } from '../src/lib/answering/cache/decide.js';
import { GoldenIndex } from '../src/lib/answering/cache/golden-index.js';
import { VETOES } from '../src/lib/answering/cache/vetoes/kinds.js';
import { indexOf, labelled, observe } from './answer-sets.js';
import { embedded } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

interface MinimalPair {
  stored: string;
  asked: string;
  kind: string;
  same: boolean;
}

export default {
  name: 'minimal-pairs',
  needs: ['banking77_cached.jsonl', 'banking77_lookups.jsonl'],
  run: async (data) => {
    const calibration = await calibrated(data);
    const seen = await lookedUp('minimal-pairs.jsonl', calibration);
    const unseen = await lookedUp('minimal-pairs-unseen.jsonl', calibration);
    const [pairs, paraphrases] = [false, true].map((same) =>
      unseen.filter((pair) => pair.same === same),
    );
    const all = [...seen, ...unseen].filter(({ same }) => !same);
    return [
      ...figuresOf(seen, false),
      ...figuresOf(seen, true),
      ...byKind(pairs!),
      { what: `${pairs!.length} unseen pairs: served`, value: servedOf(pairs!), atMost: 0.05 },
      {
        what: `${paraphrases!.length} unseen paraphrases: served`,
        value: servedOf(paraphrases!),
        atLeast: 0.83,
      },
      { what: `all ${all.length} pairs: served`, value: servedOf(all), atMost: 0.025 },
    ];
  },
} satisfies Evaluation;

type Looked = MinimalPair & { found: Explanation };

async function lookedUp(file: string, calibration: Calibration): Promise<Looked[]> {
  const pairs = await pairsOf(file);
  const vectors = await embedded(pairs.flatMap(({ stored, asked }) => [stored, asked]));
  return pairs.map((pair, i) => ({
    ...pair,
    found: lookup(pair, vectors[2 * i]!, vectors[2 * i + 1]!, calibration),
  }));
}

const servedOf = (looked: readonly Looked[]): number =>
  looked.filter(({ found }) => found.outcome === 'hit').length / looked.length;

function byKind(pairs: readonly Looked[]): Figure[] {
  return [...new Set(pairs.map(({ kind }) => kind))].sort().map((kind) => {
    const some = pairs.filter((pair) => pair.kind === kind);
    return { what: `${some.length} unseen pairs, ${kind}: served`, value: servedOf(some) };
  });
}

function figuresOf(looked: readonly Looked[], same: boolean): Figure[] {
  const pairs = looked.filter((pair) => pair.same === same);
  const share = (holds: (found: Explanation) => boolean) =>
    pairs.filter(({ found }) => holds(found)).length / pairs.length;
  const what = same ? `${pairs.length} paraphrases` : `${pairs.length} minimal pairs`;
  const bound = same ? { atLeast: 0.94 } : { atMost: 0.02 };
  const vetoed = (kind: string) => share(({ veto }) => veto?.kind === kind);
  return [
    { what: `${what}: cosine ≥ 0.85`, value: share(({ similarity }) => similarity >= 0.85) },
    { what: `${what}: score sufficient`, value: share(({ outcome }) => outcome !== 'miss') },
    { what: `${what}: served`, value: servedOf(pairs), ...bound },
    ...VETOES.map((kind) => ({ what: `${what}: vetoed by ${kind}`, value: vetoed(kind) })),
  ];
}

function lookup(
  { stored, asked }: MinimalPair,
  storedVector: Float32Array,
  askedVector: Float32Array,
  calibration: Calibration,
): Explanation {
  const index = new GoldenIndex(storedVector.length);
  index.put({ answerId: 'stored', questions: [{ text: stored, vector: storedVector }] });
  return explain(index.search({ text: asked, vector: askedVector }), calibration);
}

async function calibrated(data: DataFolder): Promise<Calibration> {
  const index = indexOf(await labelled(data, 'banking77_cached.jsonl'), 20, 0);
  const observed = observe(index, await labelled(data, 'banking77_lookups.jsonl'));
  const pairs = observed.map(({ pair }) => pair);
  return calibrate(pairs, { kind: 'labelled', score: fitOnStored(index, 1000) });
}

async function pairsOf(file: string): Promise<MinimalPair[]> {
  const input = createReadStream(join(import.meta.dirname, file));
  const pairs: MinimalPair[] = [];
  for await (const line of createInterface({ input })) pairs.push(JSON.parse(line) as MinimalPair);
  return pairs;
}
