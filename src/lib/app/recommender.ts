/** What recommends by day: the part of the composition root that joins contexts, model and bandit. */
import { randomBytes } from 'node:crypto';
import { policyOf } from '../algorithms/bandit/policy.js';
import { CandidateWriter } from '../answering/recommend/candidates.js';
import { LiveArms } from '../answering/recommend/live-arms.js';
import { Recommender } from '../answering/recommend/recommender.js';
import type { App } from './app.js';
import { eraseUser } from './erasure.js';
import type { Config } from '../config/schema.js';
import { ulid } from '../engine/ulid.js';
import type { ChatModel, Clock, Embedder, Store } from '../ports/index.js';
import { contextTables } from '../ports/store/tables/context.js';
import { keepArms, learnt } from '../stages/context/learn.js';
import { gather, inputOf, keep, materialise } from '../stages/context/materialise.js';
import { keepReactions } from '../stages/context/reactions.js';

export interface RecommenderOptions {
  store: Pick<Store, 'conversations' | 'lookups' | 'tables'>;
  config: Pick<Config, 'context' | 'schedule'>;
  clock: Clock;
  embedder: () => Promise<Embedder>;
  /** Null: tips are templates. */
  model: ChatModel | null;
  warn: (message: string) => void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export function openRecommender(options: RecommenderOptions): Recommender {
  const { store, config, clock, embedder, model, warn } = options;
  const { policy, alpha, explore, slaMinutes, rewardHours } = config.context;
  const tables = contextTables(store.tables);
  const refresh = async (userId: string, signal: AbortSignal) => {
    const gathered = await gather(tables, userId, clock);
    if (!gathered) return null;
    const made = await materialise(gathered, await embedder(), signal);
    await keep(tables, [made]);
    return made.context;
  };
  return new Recommender({
    ...{ tables, inputOf, refresh, slaMs: slaMinutes * MINUTE_MS, clock, warn },
    writer: new CandidateWriter({ tables, model, clock }),
    arms: new LiveArms(tables, clock),
    policy: policyOf(policy, { alpha, explore }),
    timezone: config.schedule.timezone,
    random: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
    newId: () => ulid(clock.now(), randomBytes(10)),
    keepReactions: (reactions) => keepReactions(tables, reactions, clock.now()),
    async erase(userId) {
      const removed = await eraseUser(store, userId);
      const rewardMs = rewardHours * HOUR_MS;
      await keepArms(tables, await learnt({ tables, clock, rewardMs }));
      return removed;
    },
  });
}

/** From the parts of an app; the model may come and go. */
export async function openDayRecommender(app: App): Promise<Recommender> {
  const { store, config, clock, embedder, report } = app;
  const { openChatModel } = await import('./models.js');
  const model = await openChatModel({ ...app, report: () => undefined });
  const warn = (message: string) => report({ type: 'warning', message });
  return openRecommender({ store, config, clock, embedder, model, warn });
}
