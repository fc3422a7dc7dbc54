import { compareBytewise } from '../../algorithms/text/hashing.js';
import type { CulturalChunk } from '../../domain/culture.js';
import { triggerIn } from './triggers.js';

/** What is known of a casual turn when manners are looked up for it. */
export interface Talk {
  text: string;
  /** ISO 639-1; null when it is too short to tell. */
  language: string | null;
  /** Nothing was said before it. */
  opening: boolean;
}

export interface Chosen {
  chunk: CulturalChunk;
  /** The words of the message that call for it, as the chunk writes them; null when none do. */
  trigger: string | null;
}

export interface Choice {
  /** How many, default 2. */
  count?: number;
  /** Cosine of the message to each chunk, by id; chunks that are missing count as 0. */
  meaning?: ReadonlyMap<string, number>;
}

/** A word that calls for a chunk outweighs all else; the others decide between chunks that nothing calls for. */
const TRIGGER = 4;
const SAME_LANGUAGE = 1;
const ANY_LANGUAGE = 0.5;
const STAGE = 0.75;
const MEANING = 1;

/** The chunks that fit best: by trigger, language, stage of the conversation and meaning; ties by id. */
export function chooseChunks(
  chunks: readonly CulturalChunk[],
  talk: Talk,
  { count = 2, meaning = new Map() }: Choice = {},
): Chosen[] {
  const triggered = chunks.map((chunk) => ({ chunk, trigger: triggerIn(talk.text, chunk) }));
  const told = triggered.find(({ chunk, trigger }) => trigger !== null && chunk.language !== '*');
  const language = talk.language ?? told?.chunk.language ?? null;
  return triggered
    .map((each) => {
      const near = MEANING * (meaning.get(each.chunk.id) ?? 0);
      return { each, score: near + fit(each, { ...talk, language }) };
    })
    .sort((a, b) => b.score - a.score || compareBytewise(a.each.chunk.id, b.each.chunk.id))
    .slice(0, count)
    .map(({ each }) => each);
}

function fit({ chunk, trigger }: Chosen, { language, opening }: Talk): number {
  const called = trigger === null ? 0 : TRIGGER;
  const spoken = chunk.language === language ? SAME_LANGUAGE : 0;
  const any = chunk.language === '*' ? ANY_LANGUAGE : 0;
  return called + spoken + any + (isForOpening(chunk) === opening ? STAGE : 0);
}

/** Whether a chunk is for the first words of a conversation, by what it says of its use. */
export function isForOpening({ whenToUse }: Pick<CulturalChunk, 'whenToUse'>): boolean {
  return /\b(?:first|opening|greets?|greetings?|welcomes?|begin(?:s|ning)?)\b/i.test(whenToUse);
}
