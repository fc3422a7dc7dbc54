import { maskWritten } from '../../algorithms/text/masking.js';
import type { Classified } from '../../domain/classification.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Page } from '../../domain/page.js';
import type { ConversationStore, PageStore } from '../../ports/index.js';
import { maskedUtterance } from '../../collections/masked.js';

/** A text as models may see it: personal data masked, not too long to say what it is. */
export interface ClassifiedText {
  id: string;
  text: string;
}

/** More says nothing new about what a text is, UTF-16 units. */
const LONGEST = 2_000;

export interface TextSources {
  pages: Pick<PageStore, 'scan'>;
  conversations: Pick<ConversationStore, 'between'>;
}

/**
 * The texts of a collection, in batches.
 * @param since epoch ms: of conversations what was said from then on; pages have no date
 */
export async function* textsOf(
  collection: Classified,
  { pages, conversations }: TextSources,
  since: number,
): AsyncIterable<ClassifiedText[]> {
  if (collection === 'pages') {
    for await (const batch of pages.scan()) yield batch.map(pageText);
    return;
  }
  for await (const batch of conversations.between(since, Infinity)) {
    yield batch.filter(({ role }) => role === 'user').map(utteranceText);
  }
}

const utteranceText = (utterance: Utterance): ClassifiedText => ({
  id: utterance.id,
  text: cut(maskedUtterance(utterance).text.trim()),
});

const pageText = ({ id, title, body }: Page): ClassifiedText => ({
  id,
  text: cut(maskWritten(title === null ? body : `${title}\n${body}`).text.trim()),
});

/** Never in the middle of a character. */
const cut = (text: string): string => text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
