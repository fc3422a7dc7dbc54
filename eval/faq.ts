/**
 * An FAQ of our own (eval/faq.jsonl), whose pages say which intents of Banking77 they answer, and groups of questions on
 * one intent, drawn at random, as a night finds them in its log.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dot } from '../src/lib/algorithms/vectors/dot.js';
import { meanDirection } from '../src/lib/algorithms/vectors/normalise.js';
import type { Retriever } from '../src/lib/answering/retrieval/retriever.js';
import { openApp, type App } from '../src/lib/app/app.js';
import { runStages } from '../src/lib/app/run.js';
import { loadConfig } from '../src/lib/config/load.js';
import type { Cluster } from '../src/lib/domain/clustering.js';
import type { Retrieved, RetrievalQuery } from '../src/lib/domain/quote.js';
import { candidatesOf } from '../src/lib/stages/answers/candidates.js';
import { embedded } from './embedded.js';
import type { DataFolder } from './harness.js';
import { embed, ingest } from '../src/lib/pipelines/pages.js';
import { byHand } from '../src/lib/pipelines/pipeline.js';

const FAQ = join(import.meta.dirname, 'faq.jsonl');
const EACH = 24;
const { signal } = new AbortController();

export interface Asked {
  text: string;
  vector: Float32Array;
}

/** The FAQ with its vectors, in a store of its own. */
export async function openFaq(folder: string): Promise<App> {
  const flags = { 'store.url': `sqlite:${join(folder, 'faq.db')}`, 'llm.provider': 'none' };
  const loaded = loadConfig({ file: undefined, cwd: folder, env: {}, flags });
  const app = await openApp({ loaded, signal, report: () => undefined, readonly: false });
  const stages = byHand(
    await ingest(app.kit, { path: FAQ, cut: false, replace: true }),
    await embed(app.kit),
  );
  const { fatal } = await runStages(app, stages, { command: 'sample', force: false, lock: false });
  if (fatal) throw fatal;
  return app;
}

/** The page that answers, by intent. */
export function pagesByIntent(): Map<string, string> {
  const rows = readFileSync(FAQ, 'utf8').trim().split('\n');
  return new Map(
    rows.flatMap((row) => {
      const { id, intents } = JSON.parse(row) as { id: string; intents: string[] };
      return intents.map((intent) => [intent, id] as const);
    }),
  );
}

/** The first questions of each intent that is wanted. */
export async function questionsOf(
  data: DataFolder,
  file: 'banking77_cached.jsonl' | 'clinc150_cached.jsonl',
  wanted: (intent: string) => boolean,
): Promise<Map<string, Asked[]>> {
  const groups = new Map<string, string[]>();
  for await (const { text, intent } of data.rows<{ text: string; intent: string }>(file)) {
    const texts = groups.get(intent) ?? [];
    if (wanted(intent) && texts.length < EACH) groups.set(intent, [...texts, text]);
  }
  const vectors = await embedded([...groups.values()].flat());
  let at = 0;
  return new Map(
    [...groups].map(([intent, texts]) => {
      const asked = texts.map((text): Asked => ({ text, vector: vectors[at++]! }));
      return [intent, asked] as const;
    }),
  );
}

export function drawn(asked: readonly Asked[], size: number, random: () => number): Asked[] {
  const left = [...asked];
  return Array.from({ length: Math.min(size, left.length) }, () => {
    return left.splice(Math.floor(random() * left.length), 1)[0]!;
  });
}

/** As the night chooses canonical question and wordings. */
export function candidateOf(group: readonly Asked[]) {
  const centre = meanDirection(group.map(({ vector }) => vector));
  const near = group.toSorted((a, b) => dot(b.vector, centre) - dot(a.vector, centre));
  const queries = near.map(({ text, vector }, i) => {
    const who = { id: `${i}`, userId: `${i}`, personal: false, language: null, createdAt: 0 };
    return { ...who, text, vector, contentHash: text };
  });
  const members = queries.map(({ id }) => ({ id, clusterId: 1, distance: 0, contentHash: '' }));
  const clusters = [{ clusterId: 1, size: group.length, cohesion: 1 }] as Cluster[];
  const known = new Map(queries.map((query) => [query.id, query]));
  return candidatesOf(clusters, new Map([[1, members]]), known, { minUsers: 1, max: 1 })[0]!;
}

/** Asks for the pages of one wording once. */
export function remembered(retriever: Retriever): Pick<Retriever, 'retrieve' | 'refresh'> {
  const replies = new Map<string, Promise<Retrieved>>();
  return {
    refresh: (stop) => retriever.refresh(stop),
    retrieve: ({ text }: RetrievalQuery, stop) => {
      const reply = replies.get(text) ?? retriever.retrieve({ text, limit: 20 }, stop);
      replies.set(text, reply);
      return reply;
    },
  };
}
