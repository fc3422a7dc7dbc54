/** A chat over a real store, a plain index of its words, and whatever model a test stands in for. */
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openChat } from '../../src/lib/answering/chat/turn.js';
import type { ChatDeps } from '../../src/lib/answering/chat/deps.js';
import { splitSentences } from '../../src/lib/algorithms/text/sentences.js';
import { words } from '../../src/lib/algorithms/text/tokens.js';
import { GibseyError } from '../../src/lib/domain/errors.js';
import type { Page } from '../../src/lib/domain/page.js';
import type { Quote, RankedPage, RetrievalQuery } from '../../src/lib/domain/quote.js';
import type { Question, TurnEvent } from '../../src/lib/domain/turn.js';
import type { ChatMessage, ChatModel, ChatReply, Store } from '../../src/lib/ports/index.js';
import { page, temporaryStore } from './store.js';

export const PAGES: Page[] = [
  page('p1', {
    body: 'The quay was grey that morning. I climbed the tower because the sea was behind it. It was no courage; it was plain wanting. Then I came down again.',
    chapter: 'The Tower',
    position: 1,
    charId: 'arieol',
  }),
  page('p2', {
    body: 'Shamrock Stillman kept the only key. He kept it badly, under the third stone.',
    chapter: 'The Key',
    position: 2,
    charId: 'stillman',
  }),
  page('p3', {
    body: 'Lanterns were counted every evening. There were forty of them and one was always out.',
    title: 'Lanterns',
    chapter: 'The Quay',
    position: 3,
  }),
];

export const WHY = 'Why did you climb the tower?';
export const ANN = { account: 'ann', charged: true };

export interface StandIn extends ChatModel {
  asked: ChatMessage[][];
  /** Calls that were told to stop. */
  stopped: number;
}

/** Writes the pieces that `write` gives; an error in their place is thrown, `'hang'` waits to be stopped. */
export function standIn(
  write: (messages: readonly ChatMessage[]) => readonly (string | GibseyError)[],
  { reason = null as string | null, contextTokens = 4096 } = {},
): StandIn {
  return {
    name: 'stand-in',
    contextTokens,
    asked: [],
    stopped: 0,
    unavailable: async () => reason,
    async chat(messages, { signal, onText }): Promise<ChatReply> {
      this.asked.push([...messages]);
      let text = '';
      for (const piece of write(messages)) {
        if (piece instanceof GibseyError) throw piece;
        if (piece === HANG)
          await stopOf(signal).catch((thrown) => {
            this.stopped++;
            throw thrown;
          });
        await Promise.resolve();
        text += piece;
        onText?.(piece);
      }
      return { text, tokens: { prompt: 30, completion: 7 }, cut: false };
    },
  };
}

export const HANG = '\u0000hang';

function stopOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new GibseyError('INTERRUPTED', 'Stopped while writing.'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
}

export async function chatOver(
  model: ChatModel | null,
  more: Partial<ChatDeps> = {},
  pages = PAGES,
) {
  const store = await temporaryStore();
  await store.pages.put(pages);
  await store.ledger.apply({ account: 'ann', requestId: 'gift', delta: 3, reason: 'gift' });
  const never = new AbortController().signal;
  const retriever = await plainRetriever(store);
  let ids = 0;
  const chat = openChat({
    ...{ retriever, model, clock: systemClock, newId: () => `id-${++ids}` },
    pages: store.pages,
    ledger: store.ledger,
    characters: store.characters,
    conversations: store.conversations,
    ...more,
  });
  const ask = (question: Partial<Question> = {}, signal = never, who = ANN) =>
    eventsOf(chat.turn({ text: WHY, ...question }, who, signal));
  const close = () => store.close();
  return { store, retriever, chat, ask, close, balance: () => store.ledger.balance('ann') };
}

/** Pages by the number of long words that a sentence shares with the question, as they stood at the last refresh. */
export async function plainRetriever(store: Store): Promise<ChatDeps['retriever']> {
  let pages: Page[] = [];
  const refresh = async () => {
    pages = [];
    for await (const batch of store.pages.scan()) pages.push(...batch);
    return { changed: pages.length };
  };
  await refresh();
  return {
    refresh,
    retrieve: async (query, signal) => {
      signal.throwIfAborted();
      const ranked = pages
        .filter((each) => allowed(each, query))
        .flatMap((each) => rank(each, query));
      ranked.sort((a, b) => b.score - a.score);
      const answers = ranked.slice(0, 1).map(({ core }) => core);
      return { pages: ranked, answers, answered: true, summaries: [], generation: null };
    },
  };
}

function allowed({ id, charId, chapter }: Page, query: RetrievalQuery): boolean {
  return (
    (query.charId === undefined || charId === query.charId) &&
    (query.chapter === undefined || chapter === query.chapter) &&
    (query.chapters?.has(chapter ?? '') ?? true) &&
    (query.pageIds?.has(id) ?? true)
  );
}

/** The best sentence and the one behind it. */
function rank(
  { id: pageId, body, title, chapter, position }: Page,
  { text }: RetrievalQuery,
): RankedPage[] {
  const wanted = new Set(words(text).filter((word) => word.length > 3));
  const sentences = splitSentences(body).map(({ start, end }, i, all) => {
    const shared = words(body.slice(start, end)).filter((word) => wanted.has(word)).length;
    return { start, end: all[i + 1]?.end ?? end, score: shared };
  });
  const [best] = sentences.sort((a, b) => b.score - a.score);
  if (!best || best.score === 0) return [];
  const { start, end, score } = best;
  const context = { before: body.slice(0, start), after: body.slice(end) };
  const place = { pageId, title, chapter, position };
  const quote: Quote = { ...place, start, end, text: body.slice(start, end), context, score };
  return [{ pageId, score, quote, core: quote }];
}

export async function eventsOf(events: AsyncIterable<TurnEvent>): Promise<TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The events of one kind. */
export function only<T extends TurnEvent['type']>(events: readonly TurnEvent[], type: T) {
  return events.filter((event): event is Extract<TurnEvent, { type: T }> => event.type === type);
}

export const textOf = (events: readonly TurnEvent[]): string =>
  only(events, 'token')
    .map(({ text }) => text)
    .join('');
