/** Do the clusters of a day follow what people labelled? */
import { miniBatchKMeans } from '../src/lib/algorithms/clustering/minibatch.js';
import { normalisedMutualInformation } from '../src/lib/algorithms/clustering/quality.js';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { groupingOf } from '../src/lib/pipelines/issues.js';
import type { DataFolder, Figure } from './harness.js';
import { HALVES, labelledTexts } from './labelled-texts.js';

const SEED = 42;

export async function clusters(data: DataFolder): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, file, k } of HALVES) {
    const { vectors, intents } = await labelledTexts(data, file);
    const nmi = async (count: number) => {
      const { labels } = await miniBatchKMeans(vectors, { k: count, seed: SEED });
      return { labels, value: normalisedMutualInformation(intents, labels) };
    };
    const own = groupingOf(vectors.rows).k;
    const night = await nmi(own);
    const random = seededRandom(SEED);
    const chance = Int32Array.from(intents, () => Math.floor(random() * own));
    figures.push(
      { what: `${name}, clusters: NMI, ${own} of a day`, value: night.value, atLeast: 0.5 },
      { what: `${name}, clusters: NMI, as many as intents (${k})`, value: (await nmi(k)).value },
      {
        what: `${name}, clusters: NMI, by chance (baseline)`,
        value: normalisedMutualInformation(intents, chance),
      },
    );
  }
  return figures;
}
