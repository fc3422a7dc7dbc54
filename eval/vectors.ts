/** The pages of the open book as vectors, for the evaluations of clusters. */
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { cutPassages, type PassageOptions } from '../src/lib/algorithms/text/passages.js';
import { matrixOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { meanDirection } from '../src/lib/algorithms/vectors/normalise.js';
import { embedded, MODEL_DIR } from './embedded.js';
import type { DataFolder } from './harness.js';

export const PAGES = 'pages.jsonl';

export interface Book {
  ids: string[];
  texts: string[];
  /** Label of the chapter of each page. */
  chapters: string[];
}

export interface PageVectors extends Book {
  /** n × 384, unit length, as the embed stage makes them: mean direction of the passages. */
  matrix: Matrix;
}

export async function pageVectors(data: DataFolder): Promise<PageVectors> {
  const book = await readBook(data);
  const passages = await passageVectors(book.texts);
  return { ...book, matrix: matrixOf(passages.map(({ vectors }) => meanDirection(vectors))) };
}

/** In reading order, which is the bytewise order of the ids. */
export async function readBook(data: DataFolder): Promise<Book> {
  const book: Book = { ids: [], texts: [], chapters: [] };
  for await (const row of data.rows<{ id: string; text: string; chapter: string }>(PAGES)) {
    book.ids.push(row.id);
    book.texts.push(row.text);
    book.chapters.push(row.chapter);
  }
  return book;
}

export interface PassageVectors {
  vectors: Float32Array[];
  /** Tokens of each passage, without special ones. */
  tokens: number[];
}

/** Of each text; embedded once, then read from the cache. */
export async function passageVectors(texts: readonly string[]): Promise<PassageVectors[]> {
  const cut = await withTokens((options) =>
    texts.map((text) => {
      const passages = cutPassages(text, options).map(({ start, end }) => text.slice(start, end));
      const special = options.countTokens('');
      return { passages, tokens: passages.map((each) => options.countTokens(each) - special) };
    }),
  );
  const vectors = await embedded(cut.flatMap(({ passages }) => passages));
  return cut.map(({ passages, tokens }) => ({
    vectors: vectors.splice(0, passages.length),
    tokens,
  }));
}

async function withTokens<T>(use: (options: PassageOptions) => T): Promise<T> {
  const embedder = await openMiniLm({ modelDir: MODEL_DIR });
  try {
    return use({ countTokens: (text) => embedder.countTokens(text), window: embedder.window });
  } finally {
    await embedder.close();
  }
}
