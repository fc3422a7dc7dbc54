/** Which stage embeds and clusters which collection: what `--collection` chooses. */
import type { Scope } from '../domain/values.js';
import type { Stage } from '../stages/stage.js';
import { curatedIfAny, queries, queryClusters, SCOPE as ANSWERS } from './answers.js';
import { cluster, embed, SCOPE as PAGES } from './pages.js';
import type { Kit } from './pipeline.js';

const EMBEDDING: Readonly<Record<string, (kit: Kit) => Promise<Stage[]>>> = {
  pages: async (kit) => [await embed(kit)],
  curated: curatedIfAny,
  queries: async (kit) => [await queries(kit)],
};

const CLUSTERING: Readonly<
  Record<string, { scope: Scope; stage: (kit: Kit) => Promise<Stage>; noun: string }>
> = {
  pages: { scope: PAGES, stage: cluster, noun: 'page' },
  queries: { scope: ANSWERS, stage: queryClusters, noun: 'question' },
};

export const EMBEDDED = Object.keys(EMBEDDING);
export const CLUSTERED = Object.keys(CLUSTERING);

/** @param only one of `EMBEDDED`; default: all */
export async function embedding(kit: Kit, only?: string): Promise<Stage[]> {
  const chosen = EMBEDDED.filter((name) => only === undefined || name === only);
  const stages = await Promise.all(chosen.map((name) => EMBEDDING[name]!(kit)));
  return stages.flat();
}

/** @param collection one of `CLUSTERED` */
export const clustering = (kit: Kit, collection: string): Promise<Stage> =>
  CLUSTERING[collection]!.stage(kit);

/** What is clustered, and under which scope it is kept. */
export function clustered(collection: string) {
  const { scope, noun } = CLUSTERING[collection]!;
  return { collection, scope, noun };
}
