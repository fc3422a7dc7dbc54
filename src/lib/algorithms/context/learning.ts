import { REACTIONS, type Reaction, type Tip, type TipKind } from '../../domain/context.js';
import { learn, newArm, type Arm } from '../bandit/arm.js';
import { lastReactions } from './build.js';
import { FEATURES } from './features.js';

/** A choice whose reward is known. */
export interface Lesson {
  kind: TipKind;
  features: readonly number[];
  reward: number;
}

export type Arms = ReadonlyMap<TipKind, Arm>;

/** Strength of the pull of every arm towards no reward. */
export const RIDGE = 1;

/**
 * What a user's tips have earned: the last reaction to each, 0 for one that was left without until `settledBefore`; a
 * later one says nothing yet.
 */
export function lessonsOf(
  tips: readonly Tip[],
  reactions: readonly Reaction[],
  settledBefore: number,
): (Lesson & { tip: Tip })[] {
  const last = lastReactions(reactions);
  return tips.flatMap((tip) => {
    const reaction = last.get(tip.tipId)?.reaction;
    const option = tip.options[tip.chosen];
    // Features of another version say nothing to this one's arms.
    if (option?.features.length !== FEATURES.length) return [];
    if (!reaction && tip.createdAt >= settledBefore) return [];
    const reward = reaction ? REACTIONS[reaction] : 0;
    return { tip, kind: tip.kind, features: option.features, reward };
  });
}

/** The arms with what the lessons teach. */
export function taught(arms: Arms, lessons: readonly Lesson[]): Map<TipKind, Arm> {
  const next = new Map(arms);
  for (const { kind, features, reward } of lessons) {
    next.set(kind, learn(next.get(kind) ?? newArm(FEATURES.length, RIDGE), features, reward));
  }
  return next;
}
