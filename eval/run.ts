/** `npm run eval [NAME…]`: all evaluations, or those named. Ends with 1 when a bound is missed. */
import { readdirSync } from 'node:fs';
import { evaluate, type Evaluation, type Outcome } from './harness.js';

const wanted = process.argv.slice(2);
const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.eval.ts'));
const outcomes: Outcome[] = [];
for (const file of files.sort()) {
  if (wanted.length > 0 && !wanted.includes(file.replace('.eval.ts', ''))) continue;
  const module = (await import(`./${file}`)) as { default: Evaluation };
  outcomes.push(await evaluate(module.default));
}
const count = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
console.log(
  `evaluations: ${count('held')} held, ${count('missed')} missed, ${count('skipped')} skipped`,
);
process.exitCode = count('missed') > 0 || outcomes.length === 0 ? 1 : 0;
