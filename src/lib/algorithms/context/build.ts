import {
  isOpen,
  REACTIONS,
  TIP_KINDS,
  type ContextTask,
  type Reaction,
  type Task,
  type TaskCluster,
  type Tip,
  type UserContext,
} from '../../domain/context.js';
import type { Hash } from '../../domain/values.js';
import { dot } from '../vectors/dot.js';
import { canonicalJson, compareBytewise, hashText } from '../text/hashing.js';

export interface Signals {
  userId: string;
  timezone: string | null;
  tasks: readonly Task[];
  reactions: readonly Reaction[];
  /** Tips that the reactions are to, as far as they are known. */
  tips: readonly Pick<Tip, 'tipId' | 'kind' | 'taskId'>[];
  clusters: readonly TaskCluster[];
  /** Task → vector of unit length. */
  vectors: ReadonlyMap<string, Float32Array>;
}

/** Open tasks that a context names. */
const MOST_TASKS = 12;

/** Everything that a recommendation needs to know, and nothing that changes while nobody does anything. */
export function buildContext(signals: Signals): UserContext {
  const { userId, timezone, tasks, clusters } = signals;
  const open = tasks.filter(isOpen);
  const affinity = affinities(signals);
  const clusterOf = new Map(
    clusters.flatMap(({ clusterId, members }) =>
      members.map(({ taskId }): [string, number] => [taskId, clusterId]),
    ),
  );
  return {
    ...{ version: 1, userId, timezone },
    open: open.length,
    done: tasks.reduce((sum, { completions }) => sum + completions, 0),
    clusters: clusters.map(({ clusterId, title, size }) => ({ clusterId, title, size })),
    tasks: [...open]
      .sort(byPressure)
      .slice(0, MOST_TASKS)
      .map((task): ContextTask => {
        const { taskId, content, due, priority, recurring, labels } = task;
        const clusterId = clusterOf.get(taskId) ?? 0;
        const like = Math.round((affinity.get(taskId) ?? 0) * 1000) / 1000;
        return {
          ...{ taskId, content, due, priority, recurring, clusterId },
          ...{ labels: [...labels].sort(compareBytewise), affinity: like },
        };
      }),
    reactions: reactionsByKind(signals),
  };
}

/** SHA-256 of the canonical JSON (RFC 8785 in all that a context holds): equal contexts, equal hashes. */
export const contextHashOf = (context: UserContext): Hash => {
  const { version, userId, timezone, open, done, clusters, tasks, reactions } = context;
  return hashText(
    canonicalJson({
      ...{ version, userId, timezone, open, done },
      clusters: clusters.map((each) => ({ ...each })),
      tasks: tasks.map((each) => ({ ...each })),
      reactions: reactions.map((each) => ({ ...each })),
    }),
  );
};

/** The last reaction to each tip is the one that counts. */
export function lastReactions(reactions: readonly Reaction[]): Map<string, Reaction> {
  const last = new Map<string, Reaction>();
  for (const each of reactions) {
    const before = last.get(each.tipId);
    if (!before || before.createdAt <= each.createdAt) last.set(each.tipId, each);
  }
  return last;
}

/** Soonest due first, then the most urgent, then by id: the same order on every store. */
function byPressure(a: Task, b: Task): number {
  const due = (a.due ?? '9999').localeCompare(b.due ?? '9999', 'en');
  return due || b.priority - a.priority || compareBytewise(a.taskId, b.taskId);
}

function reactionsByKind({ reactions, tips }: Signals): UserContext['reactions'] {
  const last = lastReactions(reactions);
  return TIP_KINDS.flatMap((kind) => {
    const rewards = tips.flatMap((tip) => {
      const reaction = tip.kind === kind ? last.get(tip.tipId) : undefined;
      return reaction ? [REACTIONS[reaction.reaction]] : [];
    });
    const reward = rewards.reduce<number>((a, b) => a + b, 0);
    return rewards.length === 0 ? [] : [{ kind, count: rewards.length, reward }];
  });
}

/** Mean cosine to the tasks of tips that were welcome, less that to those of tips that were not. */
function affinities({ reactions, tips, tasks, vectors }: Signals): Map<string, number> {
  const last = lastReactions(reactions);
  const liked: Float32Array[] = [];
  const others: Float32Array[] = [];
  for (const { tipId, taskId } of tips) {
    const reaction = last.get(tipId);
    const vector = taskId === null ? undefined : vectors.get(taskId);
    if (reaction && vector) (REACTIONS[reaction.reaction] > 0.5 ? liked : others).push(vector);
  }
  const likeness = (vector: Float32Array, to: readonly Float32Array[]) =>
    to.length === 0 ? 0 : to.reduce((sum, each) => sum + dot(vector, each), 0) / to.length;
  return new Map(
    tasks.flatMap(({ taskId }): [string, number][] => {
      const vector = vectors.get(taskId);
      return vector ? [[taskId, (likeness(vector, liked) - likeness(vector, others)) / 2]] : [];
    }),
  );
}
