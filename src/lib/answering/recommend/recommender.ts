import { estimate, type Estimate } from '../../algorithms/bandit/arm.js';
import { drawn, type Policy } from '../../algorithms/bandit/policy.js';
import { featuresOf } from '../../algorithms/context/features.js';
import { localTime } from '../../algorithms/context/local-time.js';
import { COHORT } from '../../algorithms/context/templates.js';
import { lastReactions } from '../../algorithms/context/build.js';
import {
  REACTIONS,
  type Candidate,
  type Option,
  type Reaction,
  type Tip,
  type UserContext,
} from '../../domain/context.js';
import { GibseyError } from '../../domain/errors.js';
import { rowsOf, type ContextTables } from '../../ports/store/tables/context.js';
import { TEMPLATES, type CandidateWriter } from './candidates.js';
import { knownOf, type KnownUser } from './known.js';
import { freshest, type Found, type LadderDeps } from './ladder.js';
import type { LiveArms } from './live-arms.js';

export interface RecommenderDeps extends LadderDeps {
  tables: ContextTables;
  writer: Pick<CandidateWriter, 'for'>;
  arms: LiveArms;
  policy: Policy;
  /** Zone of users who have told none. */
  timezone: string;
  /** Uniform in [0, 1). */
  random: () => number;
  newId: () => string;
  /** Stores reactions, and that their users' signals have changed. */
  keepReactions: (reactions: readonly Reaction[]) => Promise<void>;
  /** Removes all of a user's rows; what was learnt from them is learnt anew without them. Rows that went, by table. */
  erase: (userId: string) => Promise<Record<string, number>>;
}

export interface Recommendation {
  tip: Tip;
  /** When the context was made, epoch ms; null: there is none. */
  materializedAt: number | null;
}

/** Chooses a tip for a user, and learns from what becomes of it. */
export class Recommender {
  private readonly deps: RecommenderDeps;

  constructor(deps: RecommenderDeps) {
    this.deps = deps;
  }

  async recommend(userId: string, signal: AbortSignal): Promise<Recommendation> {
    const found = await freshest(this.deps, userId, signal);
    const tip = await this.chosen(userId, found, signal);
    await this.deps.tables.tips.put([tip]);
    return { tip, materializedAt: found.stored?.materializedAt ?? null };
  }

  /** @throws NOT_FOUND nothing is known of this user */
  known(userId: string): Promise<KnownUser> {
    return knownOf(this.deps, userId);
  }

  /** @throws NOT_FOUND there is no such tip of this user */
  async react(reaction: Reaction): Promise<void> {
    const { tables, arms, keepReactions } = this.deps;
    const { userId, tipId } = reaction;
    const [tip] = await tables.tips.get([{ userId, tipId }]);
    if (!tip) throw new GibseyError('NOT_FOUND', 'There is no such tip of this user.');
    const before = lastReactions(await this.reactionsTo(tip)).get(tipId);
    await keepReactions([reaction]);
    const features = tip.options[tip.chosen]?.features ?? [];
    const lesson = { kind: tip.kind, features, reward: REACTIONS[reaction.reaction] };
    const settled = await arms.wasSettled(tip.kind, tip.createdAt);
    await arms.learn(lesson, before ? REACTIONS[before.reaction] : settled ? 0 : null);
  }

  /** Rows that went, by table. */
  async forget(userId: string): Promise<Record<string, number>> {
    const removed = await this.deps.erase(userId);
    await this.deps.arms.read();
    return removed;
  }

  private async reactionsTo({ userId, tipId }: Tip): Promise<Reaction[]> {
    const all = await rowsOf(this.deps.tables.reactions.scan({ userId }));
    return all.filter((each) => each.tipId === tipId);
  }

  private async chosen(userId: string, { rung, stored }: Found, signal: AbortSignal): Promise<Tip> {
    const { writer, policy, random, newId, clock } = this.deps;
    const set = stored && (await writer.for(stored, signal));
    const candidates = set?.candidates ?? COHORT;
    const options = await this.options(candidates, stored?.context ?? nothingKnown(userId));
    const chosen = drawn(
      options.map(({ propensity }) => propensity),
      random(),
    );
    const { kind, taskId, text, propensity } = options[chosen]!;
    return {
      ...{ userId, tipId: newId(), kind, taskId, text, propensity, options, chosen, rung },
      ...{ policy: policy.name, contextHash: stored?.contextHash ?? null },
      ...{ writer: set?.writer ?? TEMPLATES, createdAt: clock.now() },
    };
  }

  private async options(candidates: readonly Candidate[], context: UserContext): Promise<Option[]> {
    const { policy, arms, timezone, clock } = this.deps;
    const local = localTime(clock.now(), context.timezone ?? timezone);
    const rows = candidates.map((each) => featuresOf(each, context, local));
    const estimates = await Promise.all(
      candidates.map(async ({ kind }, at): Promise<Estimate> => {
        return estimate(await arms.of(kind), rows[at]!);
      }),
    );
    const shares = policy.propensities(estimates);
    return candidates.map((each, at) => ({
      ...each,
      ...{ features: rows[at]!, propensity: shares[at]! },
    }));
  }
}

const nothingKnown = (userId: string): UserContext => ({
  ...{ version: 1, userId, timezone: null, open: 0, done: 0 },
  ...{ clusters: [], tasks: [], reactions: [] },
});
