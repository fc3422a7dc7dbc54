/** Every question of an answer that people wrote; each wording is one document, whoever asks it. */
import { hashText } from '../algorithms/text/hashing.js';
import { wordingsOf, type CuratedAnswer } from '../domain/curated.js';
import type { Hash } from '../domain/values.js';
import type { CuratedStore, Embeddable } from '../ports/index.js';

export interface Wording {
  /** Of its text. */
  hash: Hash;
  text: string;
}

type Row = [hash: Hash, vector: Float32Array];
type Asked = Pick<CuratedAnswer, 'question' | 'variants'>;

/** Wordings looked up at once. */
const CHUNK = 500;

/** @param coming answers that are about to be stored, beside those that are */
export function curatedToEmbed(
  curated: Pick<CuratedStore, 'list' | 'vectors' | 'putVectors' | 'keepVectors'>,
  coming: readonly Asked[] = [],
): Embeddable<Wording, Row> {
  const wordings = async (): Promise<Map<Hash, string>> => {
    const answers = [...(await curated.list()), ...coming];
    return new Map(answers.flatMap(wordingsOf).map((text) => [hashText(text), text]));
  };
  let read: Promise<Map<Hash, string>> | null = null;
  return {
    name: 'curated',
    purpose: 'cluster',
    version: 1,
    batch: 64,
    reasons: { changed: 'text changed', gone: 'answer removed' },
    async *scan() {
      const all = [...(await (read = wordings()))].map(([hash, text]) => ({ hash, text }));
      for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
    },
    async get(hashes) {
      const texts = await (read ??= wordings());
      return hashes.flatMap((hash) => (texts.has(hash) ? [{ hash, text: texts.get(hash)! }] : []));
    },
    key: ({ hash }) => hash,
    hash: ({ hash }) => hash,
    prepare: ({ hash, text }) => ({
      texts: [text],
      finish: ([vector]) => [hash, vector!],
    }),
    async made(space, hashes) {
      const made = await curated.vectors(space, hashes);
      return new Map([...made.keys()].map((hash) => [hash, hash]));
    },
    put: (space, rows) => curated.putVectors(space, new Map(rows)),
    finish: async (space) => curated.keepVectors(space, new Set((await wordings()).keys())),
  };
}
