import { isDeepStrictEqual } from 'node:util';
import { buildContext, contextHashOf } from '../../algorithms/context/build.js';
import { clusterTasks } from '../../algorithms/context/clusters.js';
import { compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import {
  isOpen,
  type Reaction,
  type StoredContext,
  type Task,
  type TaskCluster,
  type TaskVector,
  type Tip,
  type User,
} from '../../domain/context.js';
import type { Hash, Space } from '../../domain/values.js';
import type { Clock, Embedder } from '../../ports/index.js';
import { rowsOf, type ContextTables } from '../../ports/store/tables/context.js';

/** Raise it when a context comes out differently from the same signals. */
export const VERSION = 1;

/** Everything that is kept of a user, as it was at `readAt`, epoch ms. */
export interface Gathered {
  user: User;
  tasks: Task[];
  reactions: Reaction[];
  tips: Tip[];
  vectors: TaskVector[];
  clusters: TaskCluster[];
  stored: StoredContext | null;
  readAt: number;
}

export interface Materialised {
  context: StoredContext;
  /** Null: they are as they were. */
  clusters: TaskCluster[] | null;
  /** Made now. */
  vectors: TaskVector[];
  /** Tasks whose vectors are of no use any more. */
  unused: string[];
}

/** What a context depends on: signals move `changedAt`. */
export const inputOf = (
  { userId, changedAt }: Pick<User, 'userId' | 'changedAt'>,
  space: Pick<Space, 'id'>,
): Hash => hashParts([VERSION, space.id, userId, changedAt]);

/** Null: of this user nothing is kept. */
export async function gather(
  tables: ContextTables,
  userId: string,
  clock: Pick<Clock, 'now'>,
): Promise<Gathered | null> {
  const readAt = clock.now();
  const [user] = await tables.users.get([{ userId }]);
  if (!user) return null;
  const [tasks, reactions, tips, vectors, clusters, [stored = null]] = await Promise.all([
    rowsOf(tables.tasks.scan({ userId })),
    rowsOf(tables.reactions.scan({ userId })),
    rowsOf(tables.tips.scan({ userId })),
    rowsOf(tables.vectors.scan({ userId })),
    rowsOf(tables.clusters.scan({ userId })),
    tables.contexts.get([{ userId }]),
  ]);
  return { user, tasks, reactions, tips, vectors, clusters, stored, readAt };
}

/** Embeds what has no vector of its present text, groups the open tasks, and assembles the context. */
export async function materialise(
  gathered: Gathered,
  embedder: Pick<Embedder, 'space' | 'embed'>,
  signal: AbortSignal,
): Promise<Materialised> {
  const { user, tasks, reactions, tips, stored, readAt } = gathered;
  const { space } = embedder;
  const open = tasks.filter(isOpen).sort((a, b) => compareBytewise(a.taskId, b.taskId));
  const { made, all } = await vectorsOf(gathered, open, embedder, signal);
  const before = {
    clusters: gathered.clusters,
    ...{ nextClusterId: stored?.nextClusterId ?? 1, space: stored?.space ?? space.id },
  };
  const points = open.map((task) => {
    return { id: task.taskId, contentHash: contentHashOf(task), vector: all.get(task.taskId)! };
  });
  const titles = new Map(open.map(({ taskId, content }) => [taskId, content]));
  const how = { before, space, titles, signal };
  const { clusters, nextClusterId } = await clusterTasks(user.userId, points, how);
  const { userId, timezone } = user;
  const context = buildContext({
    ...{ userId, timezone, tasks, reactions, tips, clusters, vectors: all },
  });
  const kept = new Set(open.map(({ taskId }) => taskId));
  return {
    context: {
      ...{ userId, materializedAt: readAt, context, contextHash: contextHashOf(context) },
      ...{ input: inputOf(user, space), space: space.id, nextClusterId },
    },
    clusters: isDeepStrictEqual(clusters, gathered.clusters) ? null : clusters,
    vectors: made,
    unused: gathered.vectors.flatMap(({ taskId }) => (kept.has(taskId) ? [] : [taskId])),
  };
}

/** Vectors go before the clusters of them, and both before the context that names them. */
export async function keep(
  { vectors, clusters, contexts }: ContextTables,
  made: readonly Materialised[],
): Promise<void> {
  const fresh = made.flatMap((each) => each.vectors);
  const unused = made.flatMap(({ unused: ids, context: { userId } }) =>
    ids.map((taskId) => ({ userId, taskId })),
  );
  if (fresh.length > 0) await vectors.put(fresh);
  if (unused.length > 0) await vectors.delete(unused);
  for (const { context, clusters: rows } of made) {
    if (rows) await clusters.replace({ userId: context.userId }, rows);
  }
  await contexts.put(made.map(({ context }) => context));
}

const textOf = ({ content, description }: Task): string =>
  description === '' ? content : `${content}\n${description}`;

const contentHashOf = (task: Task): Hash => hashParts([textOf(task)]);

async function vectorsOf(
  { user: { userId }, vectors }: Gathered,
  open: readonly Task[],
  { space, embed }: Pick<Embedder, 'space' | 'embed'>,
  signal: AbortSignal,
): Promise<{ made: TaskVector[]; all: Map<string, Float32Array> }> {
  const usable = vectors.filter((each) => each.space === space.id);
  const known = new Map(usable.map((each) => [each.taskId, each]));
  const byContent = new Map(usable.map((each) => [each.contentHash, each.vector]));
  const lacking = open.filter(
    (task) => known.get(task.taskId)?.contentHash !== contentHashOf(task),
  );
  // A task that has another id now, or the text of another one, needs no model.
  const unseen = lacking.filter((task) => !byContent.has(contentHashOf(task)));
  const embedded =
    unseen.length === 0 ? [] : await embed(unseen.map(textOf), { purpose: 'cluster', signal });
  unseen.forEach((task, at) => byContent.set(contentHashOf(task), embedded[at]!));
  const made = lacking.map((task): TaskVector => {
    const contentHash = contentHashOf(task);
    const vector = byContent.get(contentHash)!;
    return { userId, taskId: task.taskId, space: space.id, contentHash, vector };
  });
  const all = new Map([...usable, ...made].map((each) => [each.taskId, each.vector]));
  return { made, all };
}
