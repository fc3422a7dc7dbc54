/**
 * `npm run eval [NAME…]`: all evaluations, or those named, each in a process of its own, as many at once as there are
 * processors. What one prints stands together. Ends with 1 when a bound is missed. A study (`NAME.study.ts`) holds no
 * bound: it is run when it is named.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EXIT, type Outcome } from './harness.js';

const ONE = join(import.meta.dirname, 'one.ts');
const asked = process.argv.slice(2);
const named = (ending: string) =>
  readdirSync(import.meta.dirname).flatMap((file) =>
    file.endsWith(ending) ? [file.slice(0, -ending.length)] : [],
  );
const all = named('.eval.ts');
const waiting = (asked.length === 0 ? all : [...all, ...named('.study.ts')])
  .filter((name) => asked.length === 0 || asked.includes(name))
  .sort();
const outcomes: Outcome[] = [];

async function untilNoneWaits(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    outcomes.push(await outcomeOf(name));
  }
}

/** One that breaks off holds no bound. */
function outcomeOf(name: string): Promise<Outcome> {
  const start = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, ONE, name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => said.push(bytes));
  }
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      const outcome = (['held', 'skipped'] as const).find((each) => EXIT[each] === code);
      const seconds = Math.round((performance.now() - start) / 1000);
      process.stdout.write(Buffer.concat(said));
      console.log(`${name}: ${outcome ?? 'missed'}, ${seconds} s`);
      done(outcome ?? 'missed');
    });
  });
}

await Promise.all(Array.from({ length: availableParallelism() }, untilNoneWaits));
const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
console.log(
  `evaluations: ${count('held')} held, ${count('missed')} missed, ${count('skipped')} skipped`,
);
process.exitCode = count('missed') > 0 || outcomes.length === 0 ? 1 : 0;
