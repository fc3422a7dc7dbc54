/** What `gibsey context` shows: what is known of a user, and what policies would have earned. */
import type { KnownUser } from '../lib/answering/recommend/known.js';
import type { Evaluation, PolicyValue } from '../lib/answering/recommend/evaluate.js';
import type { Tip } from '../lib/domain/context.js';
import { columns } from './columns.js';
import { count, momentSince, plural } from './format.js';

export function knownText(known: KnownUser): string {
  const { user, stored, tips } = known;
  const head = `${user.userId}: ${headline(known)}`;
  if (!stored) return [head, ...tips.flatMap((tip) => whyText(tip, known.now))].join('\n');
  const { clusters, tasks } = stored.context;
  const themes = clusters.map(({ clusterId, title, size }) => [
    String(clusterId),
    count(size),
    title,
  ]);
  const pressing = tasks.map(({ due, priority, content, clusterId }) => [
    ...[due ?? '–', String(priority), String(clusterId), content],
  ]);
  return [
    head,
    ...(themes.length > 0
      ? ['', columns(themes, { head: ['cluster', 'tasks', 'as in'], right: [0, 1] })]
      : []),
    ...(pressing.length > 0
      ? ['', columns(pressing, { head: ['due', 'priority', 'cluster', 'task'], right: [1, 2] })]
      : []),
    ...tips.flatMap((tip) => ['', ...whyText(tip, known.now)]),
  ].join('\n');
}

function headline({ stored, freshness, reactions, now }: KnownUser): string {
  if (!stored) return 'no context yet: gibsey context';
  const { open, done } = stored.context;
  const tasks = `${plural(open, 'open task')}, ${count(done)} done, ${plural(reactions, 'reaction')}`;
  return `${tasks}; ${freshness}, of ${momentSince(stored.materializedAt, now)}`;
}

/** A tip, and between what it was chosen. */
function whyText({ text, policy, rung, writer, options, chosen, createdAt }: Tip, now: number) {
  const rows = options.map((option, at) => [
    ...[at === chosen ? '→' : '', option.propensity.toFixed(3), option.kind, option.text],
  ]);
  return [
    `“${text}” (${momentSince(createdAt, now)}; ${policy}, context ${rung}, written by ${writer})`,
    columns(rows, { head: ['', 'chance', 'kind', 'tip'], right: [1] }),
  ];
}

export const evaluationJson = ({ rows, earned, values, ranking }: Evaluation) => ({
  ...{ rows, earned, ranking },
  policies: values.map(({ policy, reliable, weights, doublyRobust, ...values }) => ({
    ...{ policy, reliable, effective_rows: weights.effective },
    ...{ mean_weight: weights.mean, largest_weight: weights.largest },
    estimates: { ips: values.ips, snips: values.snips, doubly_robust: doublyRobust },
  })),
});

export function evaluationText({ rows, earned, values, ranking }: Evaluation): string {
  if (rows === 0) return 'No tip has a reward yet: there is nothing to evaluate.';
  const head = ['policy', 'IPS', 'SNIPS', 'doubly robust', 'effective', 'mean w', 'largest w', ''];
  const table = columns(values.map(rowOf), { head, right: [1, 2, 3, 4, 5, 6] });
  const verdict = ranking
    ? `The best first, by the doubly robust estimate: ${ranking.join(', ')}.`
    : 'Unreliable: the log says too little of a policy to rank them.';
  return [
    `${plural(rows, 'tip')} with a reward, ${earned.toFixed(3)} on average`,
    table,
    verdict,
  ].join('\n');
}

const rowOf = ({ policy, ips, snips, doublyRobust, weights, reliable }: PolicyValue): string[] => {
  const shown = ({ value, margin }: typeof ips) => `${value.toFixed(3)} ± ${margin.toFixed(3)}`;
  return [
    ...[
      policy,
      shown(ips),
      shown(snips),
      shown(doublyRobust),
      count(Math.round(weights.effective)),
    ],
    ...[weights.mean.toFixed(2), weights.largest.toFixed(1), reliable ? '' : 'unreliable'],
  ];
};
