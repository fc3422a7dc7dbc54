/**
 * One look-up in a cache of 10,000 stored questions, by its parts. A lap is 200 look-ups: its time is that of
 * the slowest 5 %, its CPU time the mean.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedded, MODEL_DIR } from '../eval/embedded.js';
import { DATA } from '../eval/harness.js';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { normalise } from '../src/lib/algorithms/vectors/normalise.js';
import { prior } from '../src/lib/answering/cache/calibration.js';
import { decide } from '../src/lib/answering/cache/decide.js';
import { GoldenIndex, type Question } from '../src/lib/answering/cache/golden-index.js';
import type { Contender, Race, Timing } from './harness.js';

const ENTRIES = 10_000;
const LOOKUPS = 200;
const FILES = ['banking77_cached', 'clinc150_cached', 'banking77_lookups'].map((name) =>
  join(DATA, `${name}.jsonl`),
);

async function questions(file: string): Promise<(Question & { intent: string })[]> {
  const rows = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; intent: string });
  const vectors = await embedded(rows.map(({ text }) => text));
  return rows.map((row, i) => ({ ...row, vector: vectors[i]! }));
}

/** The stored questions of both sets, and near-copies of them up to the size that is asked for. */
async function filled(): Promise<GoldenIndex> {
  const stored = [...(await questions(FILES[0]!)), ...(await questions(FILES[1]!))];
  const random = seededRandom(1);
  const answers = new Map<string, Question[]>();
  for (let i = 0; i < ENTRIES; i++) {
    const { text, intent, vector } = stored[i % stored.length]!;
    const near =
      i < stored.length ? vector : vector.map((value) => value + 0.02 * (random() - 0.5));
    answers.set(intent, [...(answers.get(intent) ?? []), { text, vector: normalise(near) }]);
  }
  const index = new GoldenIndex(stored[0]!.vector.length);
  for (const [answerId, each] of answers) index.put({ answerId, questions: each });
  return index;
}

async function field(): Promise<Contender[]> {
  const index = await filled();
  const asked = (await questions(FILES[2]!)).slice(0, LOOKUPS);
  const embedder = await openMiniLm({ modelDir: MODEL_DIR });
  const calibration = prior();
  const hoods = asked.map((question) => index.search(question));
  const lap = async (name: string, work: (i: number) => unknown) => ({
    name,
    run: () => slowest(work),
  });
  return [
    await lap('decision', (i) => decide(hoods[i]!, calibration)),
    await lap('search and decision', (i) => decide(index.search(asked[i]!), calibration)),
    await lap('embedding, search and decision', async (i) => {
      const { text } = asked[i]!;
      const [vector] = await embedder.embed([text], { purpose: 'query' });
      return decide(index.search({ text, vector: vector! }), calibration);
    }),
  ];
}

async function slowest(work: (i: number) => unknown): Promise<Timing> {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (let i = 0; i < LOOKUPS; i++) {
    const start = performance.now();
    await work(i);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  return { wallMs: times[Math.floor(0.95 * LOOKUPS)]!, cpuMs: (user + system) / 1000 / LOOKUPS };
}

const missing = FILES.filter((file) => !existsSync(file));
if (missing.length > 0) console.log('lookup: skipped, no look-ups (set GIBSEY_DATA)');
const race: Race = { name: 'look-up, p95 of 200, 10,000 entries', rounds: 5, contenders: field };
export default missing.length > 0 ? [] : [race];
