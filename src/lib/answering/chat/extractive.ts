import { clampToSentences, endsInStop } from '../../algorithms/text/limits.js';
import { splitSentences } from '../../algorithms/text/sentences.js';
import type { Quote } from '../../domain/quote.js';
import type { Character, TurnEvent } from '../../domain/turn.js';
import type { Sources } from './sources.js';

export type Told = Extract<TurnEvent, { type: 'quote' | 'token' }>;

const SUMMARY_WORDS = 60;

/** Pages that are offered where none answers, at most. */
const NEAREST = 3;

/**
 * An answer without a model: the character's opening, what the night has to say where it speaks from that, and the
 * places that answer best, each with where it stands, the first with the sentences around it. Where the book hardly
 * says it, the character's silence and the nearest pages.
 */
export function* extractiveAnswer(character: Character, sources: Sources): Generator<Told> {
  const { answers } = sources;
  const [summary] = sources.summaries;
  if (!sources.answered && !summary) {
    yield token([character.silence, nearestText(sources)].filter(Boolean).join('\n\n'));
    return;
  }
  if (character.opening) yield token(`${character.opening}\n\n`);
  if (summary) yield token(clampToSentences(summary.summary, SUMMARY_WORDS));
  if (!sources.answered) return;
  if (summary) yield token('\n\n');
  for (const [index, quote] of answers.entries()) {
    if (index > 0) yield token('\n\n');
    yield { type: 'quote', index, quote };
    const around = index === 0 ? contextText(quote) : '';
    yield token(`“${quote.text}”${around}\n(${placeOf(quote)})`);
  }
}

/** The pages that are nearest to a question that none of them answers; none where it was answered. */
export function nearestPages(sources: Pick<Sources, 'quotes' | 'answered'>): Quote[] {
  return sources.answered ? [] : sources.quotes.slice(0, NEAREST);
}

function nearestText(sources: Sources): string {
  const places = [...new Set(nearestPages(sources).map(placeOf))];
  return places.length === 0 ? '' : `Nearest to it, without an answer: ${places.join('; ')}.`;
}

/** What stands around a quote, told apart from it. */
function contextText(quote: Quote): string {
  const [before, after] = [sentenceBefore(quote), sentenceAfter(quote)];
  const lines = [before && `Before it: ${before}`, after && `After it: ${after}`].filter(Boolean);
  return lines.map((line) => `\n${line}`).join('');
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
