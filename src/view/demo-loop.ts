import type { Loop, LoopStep } from '../actions/demo-loop.js';
import { duration, plural, shorten } from './format.js';

/** A line for each step, as it is done. */
export function stepText({ name, ms, detail }: LoopStep): string {
  return `  ${name.padEnd(9)} ${seconds(ms).padStart(7)}  ${shorten(detail, 58)}`;
}

export function loopText({ steps, account, credits }: Loop): string {
  const edit = steps.filter(({ name }) =>
    ['written', 'found', 'embedded', 'answered'].includes(name),
  );
  const spent = credits.before - credits.after;
  return [
    `From the edit to the answer: ${seconds(edit.reduce((sum, { ms }) => sum + ms, 0))}.`,
    `Ledger of ${account}: ${credits.before} − ${plural(spent, 'credit')} = ${credits.after}.`,
  ].join('\n');
}

export const loopJson = ({ page, steps, account, credits }: Loop) => ({
  page,
  steps: steps.map(({ name, ms, detail }) => ({ name, ms: Math.round(ms), detail })),
  account,
  credits_before: credits.before,
  credits_after: credits.after,
});

/** Steps are shorter than what a night's table counts in. */
function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : duration(ms);
}
