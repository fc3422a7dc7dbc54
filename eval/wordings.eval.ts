/**
 * Does a prepared answer come from the right page? Groups of Banking77's questions of one intent, drawn at random, are
 * answered from pages of an FAQ of our own (eval/faq.jsonl) that says which intents each page answers: by the question
 * at the centre of the group alone, and by its other wordings, too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { dot } from '../src/lib/algorithms/vectors/dot.js';
import { meanDirection } from '../src/lib/algorithms/vectors/normalise.js';
import { inAllWordings } from '../src/lib/answering/golden/wordings.js';
import type { Retriever } from '../src/lib/answering/retrieval/retriever.js';
import { openApp, type App } from '../src/lib/app.js';
import { loadConfig } from '../src/lib/config/load.js';
import type { Cluster } from '../src/lib/domain/clustering.js';
import type { Retrieved, RetrievalQuery } from '../src/lib/domain/quote.js';
import { candidatesOf } from '../src/lib/stages/answers/candidates.js';
import { inTemporaryFolder } from '../src/sample-store.js';
import { embedded } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

const FAQ = join(import.meta.dirname, 'faq.jsonl');
const { signal } = new AbortController();
const EACH = 24;
const DRAWS = 8;
const SIZES = [3, 5, 8];

interface Asked {
  text: string;
  vector: Float32Array;
}

export default {
  name: 'wordings',
  needs: ['banking77_cached.jsonl'],
  run: (data) => inTemporaryFolder((folder) => figures(folder, data)),
} satisfies Evaluation;

async function figures(folder: string, data: DataFolder): Promise<Figure[]> {
  const app = await openFaq(folder);
  try {
    const answers = pagesByIntent();
    const groups = await questionsOf(data, answers);
    const pages = remembered(await app.retriever());
    const random = seededRandom(7);
    const found: Figure[] = [];
    for (const size of SIZES) {
      const right = { alone: 0, all: 0 };
      for (const [intent, asked] of groups) {
        for (let i = 0; i < DRAWS; i++) {
          const { canonical, wordings } = candidateOf(drawn(asked, size, random));
          const top = async (others: readonly string[]) => {
            const query = { text: canonical.text };
            const reply = await inAllWordings(pages, others).retrieve(query, signal);
            return reply.pages[0]?.pageId === answers.get(intent);
          };
          if (await top([])) right.alone++;
          if (await top(wordings)) right.all++;
        }
      }
      const of = groups.size * DRAWS;
      found.push({ what: `groups of ${size}: canonical question alone`, value: right.alone / of });
      const atLeast = size < 5 ? 0.76 : 0.8;
      found.push({ what: `groups of ${size}: all wordings`, value: right.all / of, atLeast });
    }
    return found;
  } finally {
    await app.close();
  }
}

async function openFaq(folder: string): Promise<App> {
  const flags = { 'store.url': `sqlite:${join(folder, 'faq.db')}`, 'llm.provider': 'none' };
  const loaded = loadConfig({ file: undefined, cwd: folder, env: {}, flags });
  const app = await openApp({ loaded, signal, report: () => undefined, readonly: false });
  const stages = [
    await app.stages.ingest({ path: FAQ, cut: false, replace: true }),
    await app.stages.embed(),
  ];
  const { fatal } = await app.run(stages, { command: 'sample', force: false, lock: false });
  if (fatal) throw fatal;
  return app;
}

function pagesByIntent(): Map<string, string> {
  const rows = readFileSync(FAQ, 'utf8').trim().split('\n');
  return new Map(
    rows.flatMap((row) => {
      const { id, intents } = JSON.parse(row) as { id: string; intents: string[] };
      return intents.map((intent) => [intent, id] as const);
    }),
  );
}

async function questionsOf(data: DataFolder, answers: ReadonlyMap<string, string>) {
  const groups = new Map<string, string[]>();
  const file = 'banking77_cached.jsonl';
  for await (const { text, intent } of data.rows<{ text: string; intent: string }>(file)) {
    const texts = groups.get(intent) ?? [];
    if (answers.has(intent) && texts.length < EACH) groups.set(intent, [...texts, text]);
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

function drawn(asked: readonly Asked[], size: number, random: () => number): Asked[] {
  const left = [...asked];
  return Array.from({ length: Math.min(size, left.length) }, () => {
    return left.splice(Math.floor(random() * left.length), 1)[0]!;
  });
}

/** As the night chooses canonical question and wordings. */
function candidateOf(group: readonly Asked[]) {
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
function remembered(retriever: Retriever): Pick<Retriever, 'retrieve' | 'refresh'> {
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
