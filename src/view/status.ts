import { emphasis } from './emphasis.js';
import { assignmentsOf, summariesOf } from '../lib/answering/published.js';
import type { App } from '../lib/app/app.js';
import { servicesOf, statusOf, type Service } from '../lib/app/status.js';
import type { Run } from '../lib/domain/run.js';
import { workerState, type WorkerState } from '../lib/engine/worker/state.js';
import { answersJson, answersOf, answersText, askedText, boundText } from './answers.js';
import { auditText } from './audit.js';
import { countsLine, countsOf } from './classify.js';
import { columns } from './columns.js';
import { count, duration, moment, plural } from './format.js';
import { NO_PAGES } from './next-step.js';
import { summariesText, summaryJson } from './summaries.js';

export const NOTHING = 'Nothing is published yet: gibsey nightly';

export async function overview(app: App) {
  const { store, publishedRun, generation, lastRun, pages } = await statusOf(app);
  const services = await servicesOf(app);
  const worker = await workerOf(app);
  const answers = await answersOf(app.store, app.config);
  const labels = await countsOf(app.store);
  const labelled = Object.fromEntries(labels);
  const bound = boundText(answers);
  const json = {
    store,
    published_run: publishedRun,
    generation: generation && { id: generation.id, number: generation.number },
    last_run: lastRun && lastRunJson(lastRun),
    collections: {
      pages: {
        documents: pages.documents,
        vectors: pages.vectors,
        clusters: pages.clusters,
        summaries: pages.summaries,
        oldest_unprocessed_s: pages.oldestUnprocessedS,
        labels: labelled.pages,
      },
      conversations: {
        documents: answers.utterances,
        clusters: answers.clusters,
        labels: labelled.conversations,
      },
    },
    answers: answersJson(answers),
    worker: worker && { lag: worker.lag, dead_letters: worker.dead },
    services,
  };
  const shown = { store, generation, lastRun, pages, answers, labels, bound, worker, services };
  return { json, text: columns(overviewRows(shown)) };
}

type Overview = Awaited<ReturnType<typeof statusOf>> & {
  answers: Awaited<ReturnType<typeof answersOf>>;
  labels: Awaited<ReturnType<typeof countsOf>>;
  bound: string | null;
  worker: WorkerState | null;
  services: Service[];
};

function overviewRows({
  store,
  generation,
  lastRun,
  pages,
  answers,
  labels,
  bound,
  worker,
  services,
}: Omit<Overview, 'publishedRun'>): string[][] {
  return [
    ['store', `${store.kind} ${store.location}`],
    [emphasis('strong', 'published'), generation ? published(generation) : NOTHING],
    ...(lastRun && !endedWell(lastRun) ? [['last run', lastRunText(lastRun)]] : []),
    ['pages', pages.documents === 0 ? NO_PAGES : pagesText(pages)],
    ['clusters', `${count(pages.clusters)}, ${count(pages.summaries)} with summaries`],
    pages.oldestUnprocessedS === null
      ? ['waiting', 'nothing']
      : [emphasis('warning', 'waiting'), waiting(pages.oldestUnprocessedS)],
    ...(answers.utterances > 0 ? [['asked', askedText(answers)]] : []),
    ...(countsLine(labels) === '' ? [] : [['labels', countsLine(labels)]]),
    ...(answers.published + answers.waiting + answers.savings.lookups > 0
      ? [['answers', answersText(answers)]]
      : []),
    ...(bound === null ? [] : [[emphasis('warning', 'bound'), bound]]),
    ...(answers.audit ? [['audit', auditText(answers.audit)]] : []),
    ...(worker
      ? [[worker.dead > 0 ? emphasis('warning', 'worker') : 'worker', workerText(worker)]]
      : []),
    ...services.map(({ name, state, detail }) => [name, `${state}: ${detail}`]),
  ];
}

/** Null also while the host of the embedder is out of reach: `services` says so. */
async function workerOf(app: Pick<App, 'store' | 'embedder'>): Promise<WorkerState | null> {
  const embedder = await app.embedder().catch(() => null);
  return embedder && workerState(app.store, embedder.space);
}

function workerText({ lag, dead }: WorkerState): string {
  const behind = lag === 0 ? 'up to date' : `${plural(lag, 'change')} behind: gibsey worker`;
  return dead === 0 ? behind : `${behind}; ${plural(dead, 'dead letter')}: gibsey worker --dead`;
}

const endedWell = ({ status }: Run) => status === 'success' || status === 'unchanged';

const lastRunJson = ({ runId, command, status, endedAt, error }: Run) => ({
  ...{ run_id: runId, command, status },
  ended_at: endedAt === null ? null : new Date(endedAt).toISOString(),
  error,
});

function lastRunText({ runId, command, status, endedAt, error }: Run): string {
  const why = error ? `: ${error.message}` : '';
  return `${command} ${status}, ${moment(endedAt ?? 0)} (gibsey runs ${runId})${why}`;
}

const pagesText = ({ documents, vectors }: { documents: number; vectors: number }) =>
  `${count(documents)}, ${count(vectors)} with vectors`;

const published = ({
  number,
  createdAt,
  runId,
}: {
  number: number;
  createdAt: number;
  runId: string;
}) => `generation ${number}, ${moment(createdAt)}, run ${runId}`;

const waiting = (seconds: number) =>
  `a page changed ${duration(seconds * 1000)} ago has no vector yet: gibsey nightly`;

export async function publishedSummaries({ store }: Pick<App, 'store'>) {
  const generation = await store.generations.published('pages');
  const summaries = generation ? await summariesOf(store, generation) : [];
  return { json: summaries.map(summaryJson), text: summariesText(summaries) || NOTHING };
}

export async function publishedAssignments({ store }: Pick<App, 'store'>) {
  const generation = await store.generations.published('pages');
  const pairs = generation ? await assignmentsOf(store, generation.clustering) : [];
  const json = {
    generation: generation?.id ?? null,
    assignments: pairs.map(({ id, clusterId }) => ({ id, cluster_id: clusterId })),
  };
  const lines = pairs.map(({ id, clusterId }) => `  #${clusterId}\t${id}`);
  return { json, text: lines.join('\n') || NOTHING };
}
