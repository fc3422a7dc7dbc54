/** Quotes as clients of the OpenAI dialect can follow them: they show the content, and drop what else they are sent. */
import { placeOf } from '../../answering/chat/extractive.js';
import type { Quote } from '../../domain/quote.js';

export interface Annotation {
  type: 'url_citation';
  /** Offsets into the content: the words that were quoted, or their link where these do not stand in it. */
  url_citation: { start_index: number; end_index: number; url: string; title: string };
}

export interface Cited {
  /** What is said behind the answer: a link for each quote; empty without quotes. */
  links: string;
  annotations: Annotation[];
}

/**
 * Links behind an answer to the pages that it quotes.
 * @param origin of the web page, as whoever asks calls it
 */
export function cited(answer: string, quotes: readonly Quote[], origin: string): Cited {
  let links = quotes.length > 0 ? '\n' : '';
  const annotations = quotes.map((quote): Annotation => {
    const [url, title] = [addressOf(quote, origin), placeOf(quote)];
    const link = `[${title.replace(/[[\]\\]/g, '\\$&')}](${url})`;
    const inside = answer.indexOf(quote.text);
    links += '\n';
    const start = inside < 0 ? answer.length + links.length : inside;
    const length = inside < 0 ? link.length : quote.text.length;
    links += link;
    return {
      type: 'url_citation',
      url_citation: { start_index: start, end_index: start + length, url, title },
    };
  });
  return { links, annotations };
}

/** Of the page with exactly these words marked. */
const addressOf = ({ pageId, start, end }: Quote, origin: string) =>
  `${origin}/#/pages/${encoded(pageId)}?start=${start}&end=${end}`;

/** Parentheses would end a link of Markdown. */
const encoded = (id: string) =>
  encodeURIComponent(id).replace(/[()]/g, (each) => `%${each.charCodeAt(0).toString(16)}`);

/** How whoever asks calls the server; a proxy says by which protocol it was asked. */
export function originOf(headers: Readonly<Record<string, unknown>>): string {
  const { host, 'x-forwarded-proto': proto } = headers;
  return typeof host === 'string' ? `${proto === 'https' ? 'https' : 'http'}://${host}` : '';
}
