import { mergeTask } from '../../algorithms/context/merge.js';
import { hashText } from '../../algorithms/text/hashing.js';
import type { Task, User } from '../../domain/context.js';
import { asGibseyError, GibseyError } from '../../domain/errors.js';
import type {
  AccessRecord,
  Clock,
  RecordFile,
  TaskChanges,
  TaskSource,
} from '../../ports/index.js';
import { rowsOf, type ContextTables } from '../../ports/store/tables/context.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface FetchOptions {
  tables: Pick<ContextTables, 'users' | 'tasks'>;
  source: TaskSource;
  users: RecordFile<AccessRecord>;
  /** Only this user. */
  only?: string | undefined;
  clock: Clock;
}

interface FetchUnit extends Unit {
  secret: string;
}

interface Known {
  user: User | null;
  tasks: Task[];
}

/** What a user's row and tasks become; null: nothing has changed. */
type Fetched = { user: User; put: Task[]; gone: string[] } | null;

const CONCURRENCY = 4;
const BATCH = 20;
/** A service that fails for so many users in a row fails for all. */
const HOPELESS = 5;

/** Reads what changed of each user's tasks since the last time; a user who cannot be read fails alone. */
export function fetchStage(options: FetchOptions): Stage<FetchUnit, Fetched, Known> {
  let failures = 0;
  return {
    name: 'todoist',
    version: 1,
    needs: [],
    limits: { concurrency: CONCURRENCY, batch: BATCH },
    most: (planned) => planned,
    plan: ({ signal }) => plan(options, signal),
    load: (units) => Promise.all(units.map((unit) => load(options, unit))),
    async compute({ key, secret }, signal, known) {
      try {
        const changes = await options.source.changes(secret, known.user?.syncToken ?? null, signal);
        failures = 0;
        return merged(key, known, changes, options.clock.now());
      } catch (thrown) {
        const error = asGibseyError(thrown);
        if (error.code !== 'SERVICE_UNREACHABLE' || ++failures < HOPELESS) throw error;
        throw new GibseyError('SOURCE_UNREADABLE', error.message, { hint: error.hint });
      }
    },
    commit: (results) => commit(options, results),
  };
}

async function* plan(
  { users, only }: FetchOptions,
  signal: AbortSignal,
): AsyncIterable<Plan<FetchUnit>> {
  const seen = new Set<string>();
  for await (const record of users.read(signal)) {
    if ('problem' in record) {
      const { where, reason } = record.problem;
      yield { unit: { key: where, input: '', secret: '' }, action: 'reject', reason };
      continue;
    }
    const { userId: key, secret } = record.access;
    if (only !== undefined && only !== key) continue;
    const unit = { key, input: hashText(key), secret };
    if (seen.has(key)) yield { unit, action: 'reject', reason: 'the user is named twice' };
    else yield { unit, action: 'run', reason: 'asked each time' };
    seen.add(key);
  }
}

async function load(
  { tables }: FetchOptions,
  { key: userId, input }: FetchUnit,
): Promise<Loaded<Known>> {
  const [user = null] = await tables.users.get([{ userId }]);
  return { input, value: { user, tasks: await rowsOf(tables.tasks.scan({ userId })) } };
}

function merged(userId: string, { user, tasks }: Known, told: TaskChanges, now: number): Fetched {
  const known = new Map(tasks.map((task) => [task.taskId, task]));
  const put = told.tasks.flatMap(
    (task) => mergeTask(known.get(task.taskId), task, { userId, now }) ?? [],
  );
  const named = new Set(told.tasks.map(({ taskId }) => taskId));
  const missing = told.full
    ? tasks.filter(({ taskId, doneAt }) => doneAt === null && !named.has(taskId))
    : [];
  const gone = [...told.gone.filter((id) => known.has(id)), ...missing.map(({ taskId }) => taskId)];
  const timezone = told.timezone ?? user?.timezone ?? null;
  const news = put.length + gone.length > 0 || !user || user.timezone !== timezone;
  // A cursor behind which nothing has happened is as good as the new one: a night without news writes nothing.
  if (!news && !told.full) return null;
  const changedAt = news ? Math.max(now, (user?.changedAt ?? 0) + 1) : (user?.changedAt ?? now);
  return {
    user: { userId, timezone, syncToken: told.cursor, syncedAt: now, changedAt },
    ...{ put, gone },
  };
}

/** The cursor last: a run that is killed before reads the same changes again, and finds nothing new in them. */
async function commit(
  { tables }: FetchOptions,
  results: readonly Result<FetchUnit, Fetched>[],
): Promise<void> {
  const fetched = results.flatMap(({ value }) => value ?? []);
  const put = fetched.flatMap((each) => each.put);
  const gone = fetched.flatMap(({ user, gone: ids }) =>
    ids.map((taskId) => ({ userId: user.userId, taskId })),
  );
  if (put.length > 0) await tables.tasks.put(put);
  if (gone.length > 0) await tables.tasks.delete(gone);
  if (fetched.length > 0) await tables.users.put(fetched.map(({ user }) => user));
}
