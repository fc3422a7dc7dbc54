/** Tables of users' signals, of what is made of them, and of what was recommended. All but the bandit's have an owner. */
import type {
  BanditArm,
  CandidateSet,
  Reaction,
  StoredContext,
  Task,
  TaskCluster,
  TaskVector,
  Tip,
  User,
} from '../../../domain/context.js';
import { declare, type TableStore } from '../table.js';

export const USERS = declare<User>()({
  ...{ name: 'users', half: 'knowledge', put: 'replace' },
  key: ['userId'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    timezone: { kind: 'text', nullable: true },
    syncToken: { kind: 'text', nullable: true },
    syncedAt: { kind: 'time', nullable: true },
    changedAt: { kind: 'time' },
  },
});

export const TASKS = declare<Task>()({
  ...{ name: 'tasks', half: 'knowledge', put: 'replace' },
  key: ['userId', 'taskId'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    taskId: { kind: 'text' },
    content: { kind: 'text' },
    description: { kind: 'text' },
    projectId: { kind: 'text', nullable: true },
    labels: { kind: 'json' },
    priority: { kind: 'int' },
    due: { kind: 'text', nullable: true },
    recurring: { kind: 'flag' },
    doneAt: { kind: 'time', nullable: true },
    completions: { kind: 'int' },
    addedAt: { kind: 'time', nullable: true },
    changedAt: { kind: 'time' },
  },
});

export const REACTION_TABLE = declare<Reaction>()({
  ...{ name: 'reactions', half: 'knowledge', put: 'replace' },
  key: ['userId', 'tipId', 'createdAt'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    tipId: { kind: 'text' },
    reaction: { kind: 'text' },
    createdAt: { kind: 'time' },
  },
});

export const CONTEXTS = declare<StoredContext>()({
  ...{ name: 'context_store', half: 'knowledge', put: 'replace' },
  key: ['userId'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    materializedAt: { kind: 'time' },
    context: { kind: 'json', name: 'context_json' },
    contextHash: { kind: 'text' },
    input: { kind: 'text' },
    space: { kind: 'text' },
    nextClusterId: { kind: 'int' },
  },
});

export const TASK_VECTORS = declare<TaskVector>()({
  ...{ name: 'task_vectors', half: 'knowledge', put: 'replace' },
  key: ['userId', 'taskId'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    taskId: { kind: 'text' },
    space: { kind: 'text' },
    contentHash: { kind: 'text' },
    vector: { kind: 'vector' },
  },
});

export const TASK_CLUSTERS = declare<TaskCluster>()({
  ...{ name: 'task_clusters', half: 'knowledge', put: 'replace' },
  key: ['userId', 'clusterId'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    clusterId: { kind: 'int' },
    title: { kind: 'text' },
    size: { kind: 'int' },
    centre: { kind: 'vector' },
    founding: { kind: 'vector' },
    members: { kind: 'json' },
  },
});

/** The log of recommendations: a tip is told once. */
export const TIPS = declare<Tip>()({
  ...{ name: 'tips', half: 'operations', put: 'first' },
  key: ['userId', 'tipId'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    tipId: { kind: 'text' },
    kind: { kind: 'text' },
    taskId: { kind: 'text', nullable: true },
    text: { kind: 'text' },
    propensity: { kind: 'real' },
    options: { kind: 'json' },
    chosen: { kind: 'int' },
    rung: { kind: 'text' },
    policy: { kind: 'text' },
    contextHash: { kind: 'text', nullable: true },
    writer: { kind: 'text' },
    createdAt: { kind: 'time' },
  },
});

export const CANDIDATES = declare<CandidateSet>()({
  ...{ name: 'tip_candidates', half: 'operations', put: 'replace' },
  key: ['userId'],
  partition: ['userId'],
  owner: 'userId',
  secure: true,
  columns: {
    userId: { kind: 'text' },
    key: { kind: 'text', name: 'made_from' },
    writer: { kind: 'text' },
    candidates: { kind: 'json' },
    createdAt: { kind: 'time' },
  },
});

/** Sums over the log: nobody's alone, and made anew from what is left of it when somebody is forgotten. */
export const BANDIT_ARMS = declare<BanditArm>()({
  ...{ name: 'bandit_arms', half: 'operations', put: 'replace' },
  key: ['kind'],
  partition: ['kind'],
  columns: {
    kind: { kind: 'text' },
    design: { kind: 'json' },
    response: { kind: 'json' },
    count: { kind: 'int', name: 'rewards' },
    settledBefore: { kind: 'time' },
    updatedAt: { kind: 'time' },
  },
});

export type ContextTables = ReturnType<typeof contextTables>;

/** All of them, by what they hold. */
export const contextTables = (tables: TableStore) => ({
  users: tables.of(USERS),
  tasks: tables.of(TASKS),
  reactions: tables.of(REACTION_TABLE),
  contexts: tables.of(CONTEXTS),
  vectors: tables.of(TASK_VECTORS),
  clusters: tables.of(TASK_CLUSTERS),
  tips: tables.of(TIPS),
  candidates: tables.of(CANDIDATES),
  arms: tables.of(BANDIT_ARMS),
});

/** The rows of a partition that a user's memory is small enough to hold. */
export async function rowsOf<R>(batches: AsyncIterable<R[]>): Promise<R[]> {
  const rows: R[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}
