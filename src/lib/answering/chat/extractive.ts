import { clampToSentences, endsInStop } from '../../algorithms/text/limits.js';
import { splitSentences } from '../../algorithms/text/sentences.js';
import type { Quote } from '../../domain/quote.js';
import type { Character, TurnEvent } from '../../domain/turn.js';
import type { Sources } from './sources.js';

export type Told = Extract<TurnEvent, { type: 'quote' | 'token' }>;

const SUMMARY_WORDS = 60;

/**
 * An answer without a model: the character's opening, what the night has to say where it speaks from that, and the
 * best quote with the sentences around it and its place. Without a quote, its silence.
 */
export function* extractiveAnswer(character: Character, sources: Sources): Generator<Told> {
  const [quote] = sources.quotes;
  const [summary] = sources.summaries;
  if (!quote && !summary) {
    yield token(character.silence);
    return;
  }
  if (character.opening) yield token(`${character.opening}\n\n`);
  if (summary) yield token(clampToSentences(summary.summary, SUMMARY_WORDS));
  if (!quote) return;
  if (summary) yield token('\n\n');
  yield { type: 'quote', index: 0, quote };
  const [before, after] = [sentenceBefore(quote), sentenceAfter(quote)];
  const parts = [before, `“${quote.text}”`, after].filter((part) => part !== '');
  yield token(`${parts.join(' ')}\n\n(${placeOf(quote)})`);
}

const token = (text: string): Told => ({ type: 'token', text });

/** `Loomings, page 12`, or as much of it as is known; else the page's id. */
export function placeOf({ pageId, title, chapter, position }: Quote): string {
  const page = position === null ? [] : [`page ${position}`];
  const parts = [...new Set([chapter, title].filter((part) => part !== null)), ...page];
  return parts.join(', ') || pageId;
}

/** The last sentence before the quote; its beginning may be out of sight. */
function sentenceBefore({ context: { before } }: Quote): string {
  const last = splitSentences(before).at(-1);
  if (!last) return '';
  const text = oneLine(before.slice(last.start, last.end));
  return last.start > 0 || /^["“‘«(]*[A-Z]/.test(text) ? text : `…${text}`;
}

function sentenceAfter({ context: { after } }: Quote): string {
  const first = splitSentences(after)[0];
  if (!first) return '';
  const text = oneLine(after.slice(first.start, first.end));
  return endsInStop(text) ? text : `${text}…`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
