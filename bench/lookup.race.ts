/**
 * One look-up in a cache of 10,000 stored questions, by its parts, which take turns. A lap is 200 look-ups; no
 * question is asked twice, since the embedder remembers. Printed are medians over the laps of each percentile, with
 * the best and the worst lap, and of the mean CPU time. Nothing is raced, and nothing is asserted.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { embedded, MODEL_DIR } from '../eval/embedded.js';
import { DATA } from '../eval/harness.js';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { normalise } from '../src/lib/algorithms/vectors/normalise.js';
import { prior } from '../src/lib/answering/prepared/calibration/calibration.js';
import { decide } from '../src/lib/answering/prepared/lookup/decide.js';
import { GoldenIndex, type Question } from '../src/lib/answering/prepared/index/question-index.js';
import { median, type Race } from './harness.js';

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

interface Part {
  name: string;
  work: (question: Question) => unknown;
}

interface Lap {
  /** Wall time of each look-up, ms, ascending. */
  times: number[];
  /** Of a look-up, on average, all threads, ms. */
  cpuMs: number;
}

async function measure(): Promise<void> {
  const index = await filled();
  const asked: Question[] = await questions(FILES[2]!);
  const embedder = await openMiniLm({ modelDir: MODEL_DIR });
  const calibration = prior();
  const hoods = new Map(asked.map((question) => [question, index.search(question)]));
  const parts: Part[] = [
    { name: 'decision', work: (question) => decide(hoods.get(question)!, calibration) },
    {
      name: 'search and decision',
      work: (question) => decide(index.search(question), calibration),
    },
    {
      name: 'embedding, search and decision',
      work: async ({ text }) => {
        const [vector] = await embedder.embed([text], { purpose: 'query' });
        return decide(index.search({ text, vector: vector! }), calibration);
      },
    },
  ];
  const laps = new Map(parts.map((part) => [part, [] as Lap[]]));
  for (let at = 0; at + LOOKUPS <= asked.length; at += LOOKUPS) {
    for (const [part, done] of laps) {
      const lap = await lapOf(part, asked.slice(at, at + LOOKUPS));
      if (at > 0) done.push(lap); // the first one warms up
    }
  }
  await embedder.close();
  tell(laps);
}

async function lapOf({ work }: Part, asked: readonly Question[]): Promise<Lap> {
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (const question of asked) {
    const start = performance.now();
    await work(question);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  return { times: times.sort((a, b) => a - b), cpuMs: (user + system) / 1000 / asked.length };
}

function tell(laps: ReadonlyMap<Part, readonly Lap[]>): void {
  const shares = [0.5, 0.95, 0.99];
  const head = shares.map((share) => `p${100 * share} ms (min–max)`);
  const table = new Table({
    head: [`look-up, ${ENTRIES} entries`, ...head, 'cpu ms'],
    style: { head: [], border: [] },
  });
  for (const [{ name }, done] of laps) {
    const at = shares.map((share) => done.map(({ times }) => times[Math.floor(share * LOOKUPS)]!));
    table.push([name, ...at.map(spread), median(done.map(({ cpuMs }) => cpuMs)).toFixed(1)]);
  }
  console.log(table.toString());
}

const spread = (values: readonly number[]) =>
  `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)}–${Math.max(...values).toFixed(1)})`;

const missing = FILES.filter((file) => !existsSync(file));
if (missing.length > 0) console.log('lookup: skipped, no look-ups (set GIBSEY_DATA)');
const race: Race = {
  name: 'lookup',
  rounds: 0,
  contenders: async () => {
    await measure();
    return [];
  },
};
export default missing.length > 0 ? [] : [race];
