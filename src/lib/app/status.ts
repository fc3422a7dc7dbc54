/** Looks at the store and at the services around it: the part of the composition root that `status` asks. */
import { summariesOf } from '../answering/published.js';
import { modelState, type ModelDeps } from './models.js';
import { asGibseyError } from '../domain/errors.js';
import type { Space } from '../domain/values.js';
import type { NightOutcome, SummaryCounts } from '../observability/night-metrics.js';
import { readStatus, type Status } from '../observability/status.js';
import type { Clock, Embedder, Store } from '../ports/index.js';

export interface StatusDeps {
  store: Store;
  clock: Clock;
  embedder: () => Promise<Embedder>;
}

export interface Service {
  name: string;
  state: 'ok' | 'absent';
  detail: string;
}

/** By the space of the embedder, or while its host is out of reach by the one that is published. */
export async function statusOf({ store, clock, embedder }: StatusDeps): Promise<Status> {
  const space = await embedder().then(
    (opened) => opened.space,
    (thrown: unknown) => {
      unreachable(thrown);
      return publishedSpace(store);
    },
  );
  return readStatus(store, space, clock);
}

async function publishedSpace(store: Store): Promise<Space> {
  const generation = await store.generations.published('pages');
  const clustering = generation && (await store.clusterings.get(generation.clustering));
  const dimensions = clustering?.clusters[0]?.centre.length ?? 0;
  return { id: generation?.space ?? '', dimensions };
}

/** What a night tells of what stands published, its own work or not. Null stands for what there is not, or while the store cannot be asked. */
export async function publishedOf({
  store,
}: Pick<StatusDeps, 'store'>): Promise<Pick<NightOutcome, 'summaries' | 'audit'>> {
  const { readReport } = await import('../answering/prepared/calibration/report.js');
  const audit = await readReport(store.memo).catch(() => null);
  return { summaries: await summaryCountsOf(store), audit };
}

/** Who wrote the published summaries. */
async function summaryCountsOf(store: Store): Promise<SummaryCounts | null> {
  const read = async () => {
    const generation = await store.generations.published('pages');
    return generation && summariesOf(store, generation);
  };
  const summaries = await read().catch(() => null);
  if (!summaries) return null;
  const extractive = summaries.filter(({ model }) => model === 'extractive').length;
  const stale = summaries.filter((summary) => summary.stale).length;
  return { model: summaries.length - extractive, extractive, stale };
}

/** What the stages depend on outside of the store. */
export async function servicesOf({
  embedder,
  ...deps
}: Pick<StatusDeps, 'embedder'> & ModelDeps): Promise<Service[]> {
  const embedding = await embedder().then(
    ({ space }): Service => ({ name: 'embedding', state: 'ok', detail: space.id }),
    (thrown: unknown): Service => ({
      ...{ name: 'embedding', state: 'absent' },
      detail: unreachable(thrown).message,
    }),
  );
  if (deps.config.llm.provider === 'none') return [embedding];
  const { reason, detail } = await modelState(deps);
  return [
    embedding,
    reason
      ? { name: 'llm', state: 'absent', detail: `${reason}; summaries are extractive` }
      : { name: 'llm', state: 'ok', detail },
  ];
}

/** @throws whatever is not about a host out of reach */
function unreachable(thrown: unknown) {
  const error = asGibseyError(thrown);
  if (error.code !== 'SERVICE_UNREACHABLE') throw thrown;
  return error;
}
