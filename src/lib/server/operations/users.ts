import { z } from 'zod';
import { REACTIONS, RUNGS, TIP_KINDS, type ReactionName } from '../../domain/context.js';
import { operation } from '../operation.js';
import { id, none, noQuery } from './shapes.js';

const params = z.strictObject({ id });

export const recommendation = operation({
  name: 'recommendation',
  method: 'GET',
  path: '/api/users/:id/recommendation',
  summary: 'One tip for a user, by what is known of them; it says how fresh that is.',
  role: 'reader',
  own: true,
  pace: 'turn',
  params,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    tip_id: z.string(),
    text: z.string(),
    kind: z.enum(TIP_KINDS),
    task_id: z.string().nullable(),
    source: z.enum(RUNGS),
    stale: z.boolean(),
    materialized_at: z.string().nullable(),
    context_hash: z.string().nullable(),
    propensity: z.number(),
    policy: z.string(),
    writer: z.string(),
  }),
  async handle({ params: { id: userId }, signal }, rooms) {
    const recommender = await rooms.recommender();
    const started = rooms.clock.monotonic();
    const { tip, materializedAt } = await recommender.recommend(userId, signal);
    rooms.metrics.recommended(tip.rung, (rooms.clock.monotonic() - started) / 1000);
    return {
      ...{ tip_id: tip.tipId, text: tip.text, kind: tip.kind, task_id: tip.taskId },
      ...{ source: tip.rung, stale: tip.rung === 'stale' || tip.rung === 'expired' },
      materialized_at: materializedAt === null ? null : new Date(materializedAt).toISOString(),
      ...{ context_hash: tip.contextHash, propensity: tip.propensity },
      ...{ policy: tip.policy, writer: tip.writer },
    };
  },
});

const reactionNames = Object.keys(REACTIONS) as [ReactionName, ...ReactionName[]];

export const reaction = operation({
  name: 'reaction',
  method: 'POST',
  path: '/api/users/:id/reactions',
  summary: 'What a user made of a tip; later tips are chosen by it.',
  role: 'reader',
  own: true,
  params,
  query: noQuery,
  body: z.strictObject({ tip_id: id, reaction: z.enum(reactionNames) }),
  reply: z.strictObject({ tip_id: z.string(), reaction: z.enum(reactionNames) }),
  async handle({ params: { id: userId }, body }, rooms) {
    const { tip_id: tipId, reaction: name } = body;
    const recommender = await rooms.recommender();
    await recommender.react({ userId, tipId, reaction: name, createdAt: rooms.clock.now() });
    return { tip_id: tipId, reaction: name };
  },
});

export const forget = operation({
  name: 'forget',
  method: 'DELETE',
  path: '/api/users/:id',
  summary: 'Forgets a user: tasks, reactions, context, tips, and what was learnt from them.',
  role: 'reader',
  own: true,
  params,
  query: noQuery,
  body: none,
  reply: z.strictObject({ removed: z.record(z.string(), z.number().int()) }),
  async handle({ params: { id: userId } }, rooms) {
    const recommender = await rooms.recommender();
    return { removed: await recommender.forget(userId) };
  },
});
