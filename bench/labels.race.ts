/**
 * Short texts into as many clusters as they have intents, everything assigned: `graph` against what else is used
 * for this, over the vectors of the shipped model. Prints how well the clusters follow the intents.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { DATA, FOLDER } from '../eval/harness.js';
import { HALVES, labelledTexts, type Half } from '../eval/labelled-texts.js';
import { graphClusters } from '../src/lib/algorithms/clustering/graph.js';
import {
  adjustedRandIndex,
  normalisedMutualInformation,
} from '../src/lib/algorithms/clustering/quality.js';
import type { Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { hasPython, PYTHON, timed, type Contender, type Race, type Timing } from './harness.js';

/** One run of each peer a seed. */
const SEEDS = 5;

/** What a peer made of the texts with one seed, and how long it took. */
interface Lap extends Timing {
  labels: number[];
  /** Share that the peer itself assigned. */
  assigned: number;
}

const missing = HALVES.filter(({ file }) => !existsSync(join(DATA, file)));
if (missing.length > 0) console.log('labels: skipped, no labelled texts (set GIBSEY_DATA)');

const races: Race[] = HALVES.map((half) => ({
  name: `${half.name}, k ${half.k}`,
  rounds: SEEDS,
  contenders: () => field(half),
}));
export default missing.length > 0 ? [] : races;

async function field({ name, file, k }: Half): Promise<Contender[]> {
  const { vectors, intents } = await labelledTexts(FOLDER, file);
  const fit = () => graphClusters(vectors, { k, seed: 0 });
  const labels = [...(await fit()).labels];
  const ours = [{ labels, assigned: 1, wallMs: 0, cpuMs: 0 }];
  const peers = peersOn(vectors, k);
  console.log(qualities(name, new Map([['gibsey', ours], ...peers]), intents));
  return [
    { name: 'gibsey', run: () => timed(fit) },
    ...[...peers].map(([peer, laps]) => replayed(peer, laps)),
  ];
}

function peersOn(vectors: Matrix, k: number): Map<string, Lap[]> {
  if (!hasPython()) {
    console.log('UMAP, EVoC and others: skipped, run bench/python/setup.sh');
    return new Map();
  }
  const points = join(mkdtempSync(join(tmpdir(), 'gibsey-race-')), 'points.f32');
  writeFileSync(points, vectors.data);
  const script = join(import.meta.dirname, 'python/labels.py');
  const args = [script, points, vectors.cols, k, SEEDS].map(String);
  const child = spawnSync(PYTHON, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (child.status !== 0) throw new Error(`labels.py: ${child.stderr}`);
  const laps = JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as Record<string, Lap[]>;
  return new Map(Object.entries(laps));
}

/** Peers ran in one process, so that what they compile at first is not counted: their laps are told again. */
function replayed(name: string, laps: readonly Lap[]): Contender {
  let next = -1;
  return { name, run: () => Promise.resolve(laps[Math.max(0, next++)]!) };
}

function qualities(
  name: string,
  peers: ReadonlyMap<string, readonly Lap[]>,
  intents: readonly string[],
): string {
  const head = [name, 'NMI', 'ARI', 'clusters', 'assigned by itself'];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const [peer, laps] of peers) {
    table.push([
      peer,
      spread(laps.map(({ labels }) => normalisedMutualInformation(intents, labels))),
      spread(laps.map(({ labels }) => adjustedRandIndex(intents, labels))),
      mean(laps.map(({ labels }) => new Set(labels).size)).toFixed(0),
      `${(100 * mean(laps.map(({ assigned }) => assigned))).toFixed(0)} %`,
    ]);
  }
  return table.toString();
}

/** Mean and standard deviation. */
function spread(values: readonly number[]): string {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return `${middle.toFixed(4)} ± ${deviation.toFixed(4)}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
