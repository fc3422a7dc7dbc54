import type { JSX } from 'preact';
import type { Quote } from './api.js';
import { toPage } from './route.js';
import { placeOf } from './words.js';

/** Opens the page with exactly these words marked. */
export const toQuote = (quote: Quote) =>
  `${toPage(quote.page_id, quote)}&text=${encodeURIComponent(quote.text)}`;

/** Words of the book with what stands around them, and the place that they are from. */
export function QuoteCard({ quote }: { quote: Quote }): JSX.Element {
  const { before, after } = quote.context;
  return (
    <figure class="quote">
      <blockquote>
        {before && <span class="around">{before} </span>}
        <a href={toQuote(quote)}>{quote.text}</a>
        {after && <span class="around"> {after}</span>}
      </blockquote>
      <figcaption>{placeOf(quote, quote.page_id)}</figcaption>
    </figure>
  );
}

/** An answer as text, in which the words that are the book's lead to their page. */
export function Answer({ text, quotes }: { text: string; quotes: readonly Quote[] }): JSX.Element {
  let parts: (string | JSX.Element)[] = [text];
  for (const quote of quotes) parts = parts.flatMap((part) => linked(part, quote));
  return <div class="prose">{parts}</div>;
}

function linked(part: string | JSX.Element, quote: Quote): (string | JSX.Element)[] {
  const at = typeof part === 'string' ? part.indexOf(quote.text) : -1;
  if (typeof part !== 'string' || at < 0) return [part];
  const link = (
    <a key={`${quote.page_id}:${quote.start}`} class="cited" href={toQuote(quote)}>
      {quote.text}
    </a>
  );
  return [part.slice(0, at), link, part.slice(at + quote.text.length)];
}
