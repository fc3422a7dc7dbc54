/**
 * Paragraphs and questions of SQuAD 1.1 dev (Rajpurkar et al. 2016) as pages of a store. What is chosen on data is chosen
 * on the questions of every second article, and reported on the others.
 */
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { cutPassages } from '../src/lib/algorithms/text/passages.js';
import { meanDirection } from '../src/lib/algorithms/vectors/normalise.js';
import type { Page } from '../src/lib/domain/page.js';
import type { Embedder, Store } from '../src/lib/ports/index.js';
import { embedded, MODEL_DIR } from './embedded.js';
import type { DataFolder } from './harness.js';

export const SQUAD = ['squad_paragraphs.jsonl', 'squad_questions.jsonl'] as const;
const [PARAGRAPHS, QUESTIONS] = SQUAD;

export interface SquadQuestion {
  question: string;
  paragraph: string;
  article: string;
  answers: string[];
}

export interface SquadParagraph {
  id: string;
  article: string;
  text: string;
}

export interface Squad {
  questions: SquadQuestion[];
  /** Of each question. */
  vectors: Float32Array[];
  /** Whether things were chosen on this article. */
  tuned: (article: string) => boolean;
}

export async function readSquad(data: DataFolder): Promise<Squad> {
  const questions: SquadQuestion[] = [];
  for await (const row of data.rows<SquadQuestion>(QUESTIONS)) questions.push(row);
  const vectors = await embedded(questions.map(({ question }) => question));
  const articles = [...new Set(questions.map(({ article }) => article))].sort();
  return { questions, vectors, tuned: (article) => articles.indexOf(article) % 2 === 0 };
}

/** An embedder that knows the vectors of these questions. */
export function knowing(
  embedder: Embedder,
  texts: readonly string[],
  vectors: readonly Float32Array[],
): Embedder {
  const known = new Map(texts.map((text, i) => [text, vectors[i]!]));
  return { ...embedder, embed: async (asked) => asked.map((text) => known.get(text)!) };
}

/** Stores paragraphs and their vectors; their texts by id. */
export async function fillWithSquad(
  data: DataFolder,
  store: Store,
  keep: (paragraph: SquadParagraph) => boolean = () => true,
): Promise<Map<string, string>> {
  const paragraphs: SquadParagraph[] = [];
  for await (const row of data.rows<SquadParagraph>(PARAGRAPHS)) paragraphs.push(row);
  const plain = { title: null, chapter: null, position: null, charId: null, source: 'squad' };
  const pages = paragraphs.map(({ id, text }): Page => {
    return { id, body: text, ...plain, updatedAt: 1, metadata: {} };
  });
  const embedder = await openMiniLm({ modelDir: MODEL_DIR });
  const countTokens = (text: string) => embedder.countTokens(text);
  const { window, space } = embedder;
  const spans = pages.map(({ body }) => cutPassages(body, { window, countTokens }));
  await embedder.close();
  const texts = pages.flatMap(({ body }, i) =>
    spans[i]!.map(({ start, end }) => body.slice(start, end)),
  );
  const vectors = await embedded(texts);
  const own = spans.map(({ length }) => vectors.splice(0, length));
  const kept = paragraphs.flatMap((paragraph, i) => (keep(paragraph) ? [i] : []));
  await store.pages.put(kept.map((i) => pages[i]!));
  const stored = await store.pages.get(kept.map((i) => pages[i]!.id));
  const hashes = new Map(stored.map((page) => [page.id, page]));
  const rows = kept.map((i) => {
    const { id } = pages[i]!;
    const { contentHash, version } = hashes.get(id)!;
    const passages = spans[i]!.map((span, ordinal) => {
      return { ...span, ordinal, vector: own[i]![ordinal]! };
    });
    return { pageId: id, contentHash, version, vector: meanDirection(own[i]!), passages };
  });
  await store.vectors.put(space, rows);
  return new Map(kept.map((i) => [pages[i]!.id, pages[i]!.body]));
}
