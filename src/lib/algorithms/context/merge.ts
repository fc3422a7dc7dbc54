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
  const { checked, updatedAt, doneAt: toldDone, ...state } = told;
  const changedAt = Math.min(updatedAt ?? now, now);
  const movedOn =
    before !== undefined && before.recurring && told.recurring && isLater(told.due, before.due);
  const newlyDone = checked && (before === undefined || before.doneAt === null || before.recurring);
  const doneAt =
    movedOn || newlyDone
      ? (toldDone ?? changedAt)
      : checked || told.recurring
        ? (before?.doneAt ?? null)
        : null;
  const completions = (before?.completions ?? 0) + (movedOn || newlyDone ? 1 : 0);
  const recurring = told.recurring && !checked; // a series that was ended is done
  const after: Task = { ...state, userId, recurring, doneAt, completions, changedAt };
  return before && same(before, after) ? null : after;
}

const isLater = (now: string | null, then: string | null) =>
  now !== null && then !== null && now > then;

/** Labels are a set to their service; when a task changed is no change. */
function same(a: Task, b: Task): boolean {
  const comparable = ({ changedAt: _, labels, ...task }: Task) =>
    JSON.stringify([Object.entries(task).sort(([x], [y]) => (x < y ? -1 : 1)), [...labels].sort()]);
  return comparable(a) === comparable(b);
}
