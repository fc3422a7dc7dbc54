import { hashParts } from '../../algorithms/text/hashing.js';
import { detectLanguage } from '../../algorithms/text/language.js';
import { dot } from '../../algorithms/vectors/dot.js';
import type { Utterance } from '../../domain/conversation.js';
import type { CulturalChunk } from '../../domain/culture.js';
import { asGibseyError } from '../../domain/errors.js';
import type { Clock, CultureStore, Embedder } from '../../ports/index.js';
import { chooseChunks, type Chosen } from './choose.js';
import { heardIn } from './heard.js';

/** Manners for casual talk. Neither method throws but for an abort: a turn is not lost for want of manners. */
export interface Culture {
  /** The two chunks that fit best; none when they cannot be read. */
  forTalk(
    text: string,
    history: readonly Utterance[],
    signal: AbortSignal,
  ): Promise<readonly Chosen[]>;
  /** Counts a use of each. */
  used(chosen: readonly Chosen[]): Promise<void>;
}

export interface CultureDeps {
  store: Pick<CultureStore, 'list' | 'used'>;
  /** Null: without meaning. */
  embedder: (() => Promise<Pick<Embedder, 'embed'>>) | null;
  clock: Clock;
  /** Whether uses are counted; default: yes. */
  record?: boolean;
  warn: (message: string) => void;
  /** Told of each use, for a log. */
  note?: (use: CulturalUse) => void;
}

export interface CulturalUse {
  topics: string[];
  /** Words of the message that called for them. */
  triggers: string[];
}

/** A host that embeds may be slow; a greeting does not wait for it. */
const MEANING_MS = 300;

export function openCulture(deps: CultureDeps): Culture {
  const vectors = new Map<string, Float32Array>();
  return {
    async forTalk(text, history, signal) {
      try {
        const chunks = (await deps.store.list()).filter(isUsable);
        if (chunks.length === 0) return [];
        const heard = heardIn(text)?.courtesy.language; // too short for the other one
        const language = heard ?? detectLanguage(text) ?? languageOf(history);
        const meaning = await nearness(deps, vectors, { text, chunks, signal });
        return chooseChunks(chunks, { text, language, opening: history.length === 0 }, { meaning });
      } catch (thrown) {
        signal.throwIfAborted();
        deps.warn(`No manners for this turn: ${asGibseyError(thrown).message}`);
        return [];
      }
    },
    async used(chosen) {
      if (chosen.length === 0) return;
      const topics = chosen.map(({ chunk }) => chunk.topic);
      deps.note?.({ topics, triggers: chosen.flatMap(({ trigger }) => trigger ?? []) });
      if (deps.record === false) return;
      const now = deps.clock.now();
      await Promise.all(chosen.map(({ chunk }) => deps.store.used(chunk.id, now))).catch(
        (thrown: unknown) => deps.warn(`A use is not counted: ${asGibseyError(thrown).message}`),
      );
    },
  };
}

/** Other programs write this table, too. */
const isUsable = ({ content }: CulturalChunk): boolean => content.trim() !== '';

/** What the reader has spoken so far. */
function languageOf(history: readonly Utterance[]): string | null {
  const said = history.filter(({ role }) => role === 'user').map(({ text }) => text);
  return said.length === 0 ? null : detectLanguage(said.join('\n'));
}

interface Look {
  text: string;
  chunks: readonly CulturalChunk[];
  signal: AbortSignal;
}

/** Cosines of the message to the chunks; empty when there is no embedder, or it fails or takes too long. */
async function nearness(
  { embedder, clock }: CultureDeps,
  vectors: Map<string, Float32Array>,
  look: Look,
): Promise<Map<string, number>> {
  if (!embedder) return new Map();
  const over = new AbortController();
  const signal = AbortSignal.any([look.signal, over.signal]);
  const late = clock.sleep(MEANING_MS, signal).then(() => new Map<string, number>());
  const found = embedder().then((opened) => cosines(opened, vectors, { ...look, signal }));
  return Promise.race([found, late])
    .catch(() => new Map<string, number>())
    .finally(() => over.abort());
}

async function cosines(
  embedder: Pick<Embedder, 'embed'>,
  vectors: Map<string, Float32Array>,
  { text, chunks, signal }: Look,
): Promise<Map<string, number>> {
  const keyed = chunks.map((chunk) => ({ chunk, key: hashParts([chunk.topic, chunk.whenToUse]) }));
  const missing = keyed.filter(({ key }) => !vectors.has(key));
  const texts = missing.map(({ chunk }) => `${chunk.topic}. ${chunk.whenToUse}`);
  const made = await embedder.embed(texts, { purpose: 'document', signal });
  for (const [i, { key }] of missing.entries()) vectors.set(key, made[i] ?? new Float32Array());
  const [asked = new Float32Array()] = await embedder.embed([text], { purpose: 'query', signal });
  return new Map(keyed.map(({ chunk, key }) => [chunk.id, dot(asked, vectors.get(key) ?? asked)]));
}
