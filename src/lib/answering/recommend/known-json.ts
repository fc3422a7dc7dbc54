/** What is known of a user as programs get it, on the command line and over HTTP. */
import type { Tip } from '../../domain/context.js';
import type { KnownUser } from './known.js';

export function knownJson({ user, stored, freshness, reactions, tips }: KnownUser) {
  return {
    user_id: user.userId,
    changed_at: new Date(user.changedAt).toISOString(),
    materialized_at: stored && new Date(stored.materializedAt).toISOString(),
    ...{ freshness, context_hash: stored?.contextHash ?? null, context: stored?.context ?? null },
    ...{ reactions, tips: tips.map(tipJson) },
  };
}

const tipJson = (tip: Tip) => ({
  ...{ tip_id: tip.tipId, kind: tip.kind, task_id: tip.taskId, text: tip.text },
  ...{ propensity: tip.propensity, source: tip.rung, policy: tip.policy, writer: tip.writer },
  created_at: new Date(tip.createdAt).toISOString(),
  options: tip.options.map(({ kind, text, propensity }) => ({ kind, text, propensity })),
});
