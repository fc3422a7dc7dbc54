/** What many ask into prepared answers: queries → clusters → an answer to each → one generation → verdicts. */
import type { Retriever } from '../answering/retrieval/retriever.js';
import type { CuratedAnswer } from '../domain/curated.js';
import type { AnswersOptions, AnswerWriter } from '../stages/answers/stage.js';
import type { Stage } from '../stages/stage.js';
import type { Kit, Pipeline } from './pipeline.js';

export const SCOPE = 'answers';

export const answers: Pipeline = {
  name: 'answers',
  stageNames: ['curated', 'queries', 'query-clusters', 'answers', 'publish-answers', 'judge'],
  after: [],
  async stages(kit, { texts }) {
    if (texts) return [texts.conversations, ...(await questionsAndAnswers(kit))];
    return (await somethingAsked(kit)) ? questionsAndAnswers(kit) : curatedIfAny(kit);
  },
};

/** What turns questions of users into prepared answers, in dependency order. */
export async function questionsAndAnswers(kit: Kit): Promise<Stage[]> {
  return [
    ...(await curatedIfAny(kit)),
    await queries(kit),
    await queryClusters(kit),
    await prepare(kit),
    await publish(kit),
    await judge(kit),
  ];
}

export async function curatedIfAny(kit: Kit): Promise<Stage[]> {
  const answers = await kit.store.curated.list();
  return answers.length > 0 ? [await curated(kit)] : [];
}

/**
 * Vectors of the questions that people answered.
 * @param coming answers that are about to be stored
 */
export async function curated(
  { store, embedder, concurrency }: Kit,
  coming: readonly Pick<CuratedAnswer, 'question' | 'variants'>[] = [],
): Promise<Stage> {
  const [{ embedStage }, { curatedToEmbed }] = await Promise.all([
    import('../stages/embed/stage.js'),
    import('../collections/curated.js'),
  ]);
  const collection = curatedToEmbed(store.curated, coming);
  const how = { collection, embedder: await embedder(), concurrency };
  return embedStage({ name: 'curated', needs: [], ...how });
}

export async function queries({
  store,
  clock,
  config,
  embedder,
  concurrency,
}: Kit): Promise<Stage> {
  const [{ embedStage }, { queriesToEmbed }] = await Promise.all([
    import('../stages/embed/stage.js'),
    import('../collections/queries.js'),
  ]);
  const collection = queriesToEmbed(store, { days: config.answers.days, clock });
  const how = { collection, embedder: await embedder(), concurrency };
  return embedStage({ name: 'queries', needs: ['ingest'], ...how });
}

export async function queryClusters({ store, clock, config, embedder }: Kit): Promise<Stage> {
  const [{ clusterStage }, { queryGrouping }, { queryPoints }, { windowStart }] = await Promise.all(
    [
      import('../stages/cluster/stage.js'),
      import('../stages/cluster/query-grouping.js'),
      import('../collections/queries.js'),
      import('../collections/window.js'),
    ],
  );
  const grouping = queryGrouping(config.answers);
  const points = queryPoints(store, () => windowStart(clock, config.answers.days));
  const changed = 'queries or settings changed';
  return clusterStage({
    ...{ name: 'query-clusters', version: 2, needs: ['queries'], scope: SCOPE },
    ...{ store, points, space: (await embedder()).space, grouping },
    seed: 0, // no algorithm for queries draws lots
    signature: Object.values(grouping),
    reasons: { changed, forced: changed, overtaken: changed },
  });
}

async function prepare(kit: Kit): Promise<Stage> {
  const { answersStage } = await import('../stages/answers/stage.js');
  const { store, clock, runId, release, config } = kit;
  const { concurrency } = config.summaries;
  const how = { release, writer: await writer(kit), clock, runId, concurrency };
  return answersStage({ ...store, ...(await candidates(kit)), ...how });
}

async function publish(kit: Kit): Promise<Stage> {
  const [{ publishStage }, { answerEntries }, { currentCandidates }] = await Promise.all([
    import('../stages/publish/stage.js'),
    import('../stages/publish/answers.js'),
    import('../stages/answers/stage.js'),
  ]);
  const { store, clock, runId, config } = kit;
  const { generations, clusterings, memo } = store;
  const wanted = await candidates(kit);
  return publishStage({
    ...{ name: 'publish-answers', needs: ['answers'], scope: SCOPE },
    ...{ generations, clusterings, memo, clock, runId, keep: config.generations.keep },
    manifest: async () => answerEntries(await currentCandidates(wanted), store),
    minUsers: wanted.minUsers,
  });
}

type Candidates = Pick<
  AnswersOptions,
  'queries' | 'clusterings' | 'memo' | 'space' | 'minUsers' | 'max'
>;

/** Which clusters of queries are to have an answer. */
async function candidates({ store, config, embedder }: Kit): Promise<Candidates> {
  const { minUsers, max } = config.answers;
  const { queries, clusterings, memo } = store;
  return { queries, clusterings, memo, space: (await embedder()).space, minUsers, max };
}

/** Reads the index of pages when the first question is to be answered. */
async function writer(kit: Kit): Promise<AnswerWriter> {
  const { openGoldenWriter } = await import('../answering/prepared/writing/writer.js');
  const { store, clock, newId, report, retriever } = kit;
  const warn = (message: string) => report({ type: 'warning', message });
  const model = await kit.model();
  const lazy = {
    retrieve: async (...query: Parameters<Retriever['retrieve']>) =>
      (await retriever()).retrieve(...query),
    refresh: async (signal: AbortSignal) => (await retriever()).refresh(signal),
  };
  const embedder = await kit.embedder();
  return openGoldenWriter({ ...store, retriever: lazy, model, clock, newId, warn, embedder });
}

/** Judges prepared answers, and sets the thresholds of look-ups by the verdicts. */
async function judge({ store, clock, config, ...kit }: Kit): Promise<Stage> {
  const [{ judgeStage }, { openBench }] = await Promise.all([
    import('../stages/judge/stage.js'),
    import('../answering/prepared/audit/evaluation-set.js'),
  ]);
  const embedder = await kit.embedder();
  const bench = openBench({ ...config.answers, store, clock, embedder });
  const { concurrency } = config.summaries;
  const model = await kit.model();
  return judgeStage({ ...store, model, bench, max: config.answers.maxJudged, concurrency });
}

/** Nights over a book without readers have nothing to say of questions. */
async function somethingAsked({ store, clock, config }: Kit): Promise<boolean> {
  if (await store.generations.published(SCOPE)) return true;
  const { windowStart } = await import('../collections/window.js');
  const since = windowStart(clock, config.answers.days);
  for await (const batch of store.conversations.between(since, Infinity)) {
    if (batch.length > 0) return true;
  }
  return false;
}
