import type { Quote, Retrieved } from '../../domain/quote.js';
import type { Character, TurnEvent } from '../../domain/turn.js';

type Told = Extract<TurnEvent, { type: 'quote' | 'token' }>;

/** An answer without a model: the character's opening, the best quote with what stands around it, its place. */
export function* extractiveAnswer(character: Character, { pages }: Retrieved): Generator<Told> {
  const quote = pages[0]?.quote;
  if (!quote) {
    yield { type: 'token', text: character.silence };
    return;
  }
  if (character.opening) yield { type: 'token', text: `${character.opening}\n\n` };
  yield { type: 'quote', index: 0, quote };
  const { before, after } = quote.context;
  yield { type: 'token', text: `${before}“${quote.text}”${after}\n(${placeOf(quote)})` };
}

/** `Loomings, page 12`, or as much of it as is known; else the page's id. */
export function placeOf({ pageId, title, chapter, position }: Quote): string {
  const page = position === null ? [] : [`page ${position}`];
  const parts = [...new Set([chapter, title].filter((part) => part !== null)), ...page];
  return parts.join(', ') || pageId;
}
