import type { Candidate, UserContext } from '../../domain/context.js';
import type { LocalTime } from './local-time.js';

/** What the bandit is told of a candidate, in this order. */
export const FEATURES = [
  'one',
  'overdue',
  'due today',
  'due this week',
  'not due',
  'priority',
  'hour, sine',
  'hour, cosine',
  'weekday, sine',
  'weekday, cosine',
  'share of its cluster',
  'past reactions to its kind',
  'likeness to welcome tasks',
] as const;

const DAY_MS = 86_400_000;

/** One row of features, each about −1…1. */
export function featuresOf(candidate: Candidate, context: UserContext, local: LocalTime): number[] {
  const task = context.tasks.find(({ taskId }) => taskId === candidate.taskId);
  const days = task?.due ? (Date.parse(task.due) - Date.parse(local.day)) / DAY_MS : null;
  const cluster = context.clusters.find(({ clusterId }) => clusterId === task?.clusterId);
  const past = context.reactions.find(({ kind }) => kind === candidate.kind);
  const flag = (holds: boolean) => (holds ? 1 : 0);
  const angle = (part: number) => 2 * Math.PI * part;
  return [
    1,
    flag(days !== null && days < 0),
    flag(days === 0),
    flag(days !== null && days > 0 && days <= 7),
    flag(task !== undefined && days === null),
    task ? (task.priority - 1) / 3 : 0,
    Math.sin(angle(local.hour / 24)),
    Math.cos(angle(local.hour / 24)),
    Math.sin(angle(local.weekday / 7)),
    Math.cos(angle(local.weekday / 7)),
    cluster && context.open > 0 ? cluster.size / context.open : 0,
    past ? (past.reward + 1) / (past.count + 2) - 0.5 : 0,
    task?.affinity ?? 0,
  ];
}
