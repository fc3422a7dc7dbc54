/** What people do elsewhere, read for one user at a time. */
import type { Reaction, Task } from '../domain/context.js';
import type { InputProblem } from './sources.js';

/** A task as its service tells it. */
export type TaskState = Pick<
  Task,
  'taskId' | 'content' | 'description' | 'projectId' | 'labels' | 'priority' | 'due' | 'recurring'
> & {
  checked: boolean;
  /** Epoch ms; null: not told. */
  doneAt: number | null;
  addedAt: number | null;
  updatedAt: number | null;
};

export interface TaskChanges {
  /** Everything open has been told: what is stored and not among it is gone. */
  full: boolean;
  /** Where the next reading goes on. */
  cursor: string;
  /** Of the user; null: not told. */
  timezone: string | null;
  tasks: TaskState[];
  /** Ids of tasks that were deleted. */
  gone: string[];
  problems: InputProblem[];
}

export interface TaskSource {
  /** For people: `Todoist`. */
  readonly name: string;
  /**
   * What changed of one user's tasks since `cursor`, or everything; a cursor that is not known any more gives everything.
   * @param secret what the user has given to read them with
   * @throws BAD_INPUT the user is refused; QUOTA_SPENT, SERVICE_UNREACHABLE, REPLY_INVALID; AbortError
   */
  changes(secret: string, cursor: string | null, signal: AbortSignal): Promise<TaskChanges>;
}

/** A user whose tasks are read, and what to read them with. */
export interface TaskAccess {
  userId: string;
  secret: string;
}

export type AccessRecord = { access: TaskAccess; where: string } | { problem: InputProblem };
export type ReactionRecord = { reaction: Reaction; where: string } | { problem: InputProblem };

/** A file of records, read in bounded memory. */
export interface RecordFile<T> {
  /** For people: the path. */
  readonly name: string;
  /** @throws SOURCE_UNREADABLE */
  read(signal: AbortSignal): AsyncIterable<T>;
}
