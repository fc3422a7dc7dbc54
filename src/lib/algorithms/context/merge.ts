import type { Task } from '../../domain/context.js';

/** A task as its service tells it now. */
export type ToldTask = Omit<Task, 'userId' | 'doneAt' | 'completions' | 'changedAt'> & {
  checked: boolean;
  doneAt: number | null;
  updatedAt: number | null;
};

/**
 * The task as it is kept, or null when nothing of it has changed. A recurring task is done without being checked: its
 * due day moves on.
 */
export function mergeTask(
  before: Task | undefined,
  told: ToldTask,
  { userId, now }: { userId: string; now: number },
): Task | null {
  const { checked, updatedAt, ...state } = told;
  const changedAt = Math.min(updatedAt ?? now, now);
  const wasDone = isDoneSince(before, told);
  const recurring = told.recurring && !checked; // a series that was ended is done
  const completions = (before?.completions ?? 0) + (wasDone ? 1 : 0);
  const doneBefore = checked || told.recurring ? (before?.doneAt ?? null) : null;
  const doneAt = wasDone ? (told.doneAt ?? changedAt) : doneBefore;
  const after: Task = { ...state, userId, recurring, doneAt, completions, changedAt };
  return before && same(before, after) ? null : after;
}

function isDoneSince(before: Task | undefined, { checked, recurring, due }: ToldTask): boolean {
  if (checked) return before === undefined || before.doneAt === null || before.recurring;
  return before !== undefined && before.recurring && recurring && isLater(due, before.due);
}

const isLater = (now: string | null, then: string | null) =>
  now !== null && then !== null && now > then;

/** Labels are a set to their service; when a task changed is no change. */
function same(a: Task, b: Task): boolean {
  const comparable = ({ labels, ...task }: Task) => {
    const rest = Object.entries({ ...task, changedAt: 0 }).sort(([x], [y]) => (x < y ? -1 : 1));
    return JSON.stringify([rest, [...labels].sort()]);
  };
  return comparable(a) === comparable(b);
}
