/** What every race shares: turns taken in one process run, medians with spread, ratios instead of absolutes. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';

export interface Timing {
  wallMs: number;
  /** User and system time of all threads, ms. */
  cpuMs: number;
}

export interface Contender {
  name: string;
  /** One timed run. In-process contenders use `timed`; others report what they measured themselves. */
  run(): Promise<Timing>;
}

export interface Race {
  name: string;
  rounds: number;
  /** The first is ours; the others are peers. None where there is nothing to race, and figures are printed. */
  contenders(): Promise<Contender[]>;
}

const CACHE = join(import.meta.dirname, '../.cache');
/** Interpreter of the peers written in Python; made by bench/python/setup.sh. */
export const PYTHON = join(CACHE, 'bench-venv/bin/python');
export const hasPython = () => existsSync(PYTHON);

export async function timed(work: () => unknown): Promise<Timing> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

/** Runs a Python peer that prints one JSON line `{"wallMs":…, "cpuMs":…}` for its timed part alone. */
export function python(script: string, args: readonly string[]): Timing {
  const file = join(import.meta.dirname, 'python', script);
  const child = spawnSync(PYTHON, [file, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (child.status !== 0) throw new Error(`${script}: ${child.stderr}`);
  return JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as Timing;
}

/** Contenders take turns, A B A B …, after one warm-up each; prints medians and the ratio peer ÷ ours. */
export async function race(entry: Race): Promise<void> {
  const field = await entry.contenders();
  if (field.length === 0) return; // it measured by itself
  const laps = new Map(field.map((contender) => [contender, [] as Timing[]]));
  for (let round = -1; round < entry.rounds; round++) {
    for (const contender of field) {
      const lap = await contender.run();
      if (round >= 0) laps.get(contender)?.push(lap);
    }
  }
  const [ours = []] = laps.values();
  const table = new Table({
    head: [entry.name, 'wall ms (min–max)', 'cpu ms', 'our speed, wall', 'our speed, cpu'],
    style: { head: [], border: [] },
  });
  for (const [contender, theirs] of laps) {
    const wall = theirs.map((lap) => lap.wallMs);
    table.push([
      contender.name,
      `${median(wall).toFixed(1)} (${Math.min(...wall).toFixed(1)}–${Math.max(...wall).toFixed(1)})`,
      median(theirs.map((lap) => lap.cpuMs)).toFixed(1),
      ratio(ours, theirs, 'wallMs'),
      ratio(ours, theirs, 'cpuMs'),
    ]);
  }
  console.log(table.toString());
}

/** Median over rounds of theirs ÷ ours: above 1, we are faster. */
function ratio(ours: readonly Timing[], theirs: readonly Timing[], key: keyof Timing): string {
  const ratios = theirs.map((lap, round) => lap[key] / (ours[round]?.[key] ?? NaN));
  return `${median(ratios).toFixed(2)} ×`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
