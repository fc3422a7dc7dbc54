import { placeOf } from '../lib/answering/chat/extractive.js';
import { GibseyError } from '../lib/domain/errors.js';
import type { Quote } from '../lib/domain/quote.js';
import type { TurnEvent } from '../lib/domain/turn.js';
import type { Store } from '../lib/ports/index.js';
import { printable } from './printable.js';

export interface AnswerOptions {
  /** Quotes wear the colour of the character. */
  coloured: boolean;
  write: (text: string) => void;
}

/**
 * Writes an answer as it comes, and behind it the place of every quote.
 * @throws what its error event says
 */
export async function showTurn(
  events: AsyncIterable<TurnEvent>,
  { coloured, write }: AnswerOptions,
): Promise<void> {
  const quotes: Quote[] = [];
  let colour = '';
  for await (const event of events) {
    if (event.type === 'meta') colour = coloured ? foreground(event.colour) : '';
    else if (event.type === 'quote') quotes.push(event.quote);
    else if (event.type === 'token') write(setOff(printable(event.text), quotes.at(-1), colour));
    else if (event.type === 'done') write(`\n${quotes.map(source).join('')}`);
    else throw new GibseyError(event.code, event.message, { hint: event.hint });
  }
}

const source = (quote: Quote, i: number): string =>
  `${i === 0 ? '\n' : ''}  ${printable(`${placeOf(quote)}  (${quote.pageId}:${quote.start}–${quote.end})`)}\n`;

/** The quote within a text in its colour. */
function setOff(text: string, quote: Quote | undefined, colour: string): string {
  const words = quote ? printable(quote.text) : '';
  if (colour === '' || words === '') return text;
  return text.replace(words, () => `${colour}${words}${RESET}`);
}

const RESET = '\u001b[39m';

/** `#2f6f73` → the sequence that makes terminals write in it. */
function foreground(colour: string): string {
  const parts = /^#(..)(..)(..)$/.exec(colour)?.slice(1) ?? [];
  const values = parts.map((part) => Number.parseInt(part, 16));
  return values.length === 3 ? `\u001b[38;2;${values.join(';')}m` : '';
}

/** @throws NOT_FOUND when there is no page to answer from */
export async function assertSomethingToAsk(
  store: Pick<Store, 'pages'>,
  chapter: string | undefined,
): Promise<void> {
  if ((await store.pages.count()) === 0) {
    throw new GibseyError('NOT_FOUND', 'There are no pages to answer from yet.', {
      hint: 'gibsey ingest pages FILE',
    });
  }
  if (chapter === undefined) return;
  const { nearest } = await import('../lib/algorithms/text/spelling.js');
  const chapters = new Set<string>();
  for await (const batch of store.pages.scan()) {
    for (const page of batch) if (page.chapter !== null) chapters.add(page.chapter);
    if (chapters.has(chapter)) return;
  }
  const near = nearest(chapter, [...chapters]);
  throw new GibseyError('NOT_FOUND', `There is no chapter "${chapter}".`, {
    hint: near === undefined ? 'ask without --chapter' : `did you mean: --chapter "${near}"`,
  });
}
