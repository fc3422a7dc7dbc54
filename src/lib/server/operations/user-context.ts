import { z } from 'zod';
import { knownJson } from '../../answering/recommend/known-json.js';
import { RUNGS, TIP_KINDS } from '../../domain/context.js';
import { operation } from '../operation.js';
import { id, none, noQuery } from './shapes.js';

const why = z.strictObject({
  tip_id: z.string(),
  kind: z.enum(TIP_KINDS),
  task_id: z.string().nullable(),
  text: z.string(),
  propensity: z.number(),
  source: z.enum(RUNGS),
  policy: z.string(),
  writer: z.string(),
  created_at: z.string(),
  options: z.array(
    z.strictObject({ kind: z.enum(TIP_KINDS), text: z.string(), propensity: z.number() }),
  ),
});

const task = z.strictObject({
  taskId: z.string(),
  content: z.string(),
  due: z.string().nullable(),
  priority: z.number(),
  recurring: z.boolean(),
  labels: z.array(z.string()),
  clusterId: z.number().int(),
  affinity: z.number(),
});

const context = z.strictObject({
  version: z.literal(1),
  userId: z.string(),
  timezone: z.string().nullable(),
  open: z.number().int(),
  done: z.number().int(),
  clusters: z.array(
    z.strictObject({ clusterId: z.number().int(), title: z.string(), size: z.number().int() }),
  ),
  tasks: z.array(task),
  reactions: z.array(
    z.strictObject({ kind: z.enum(TIP_KINDS), count: z.number().int(), reward: z.number() }),
  ),
});

export const known = operation({
  name: 'user-context',
  method: 'GET',
  path: '/api/users/:id/context',
  summary: 'What is known of a user, how fresh it is, and why tips were chosen.',
  role: 'reader',
  own: true,
  params: z.strictObject({ id }),
  query: noQuery,
  body: none,
  reply: z.strictObject({
    user_id: z.string(),
    changed_at: z.string(),
    materialized_at: z.string().nullable(),
    freshness: z.enum(['fresh', 'stale', 'expired']).nullable(),
    context_hash: z.string().nullable(),
    context: context.nullable(),
    reactions: z.number().int(),
    tips: z.array(why),
  }),
  handle: async ({ params: { id: userId } }, rooms) => {
    const recommender = await rooms.recommender();
    return knownJson(await recommender.known(userId));
  },
});
