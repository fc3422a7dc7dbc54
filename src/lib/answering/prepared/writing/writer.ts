import type { AnswerSource } from '../../../domain/answer.js';
import type { Quote } from '../../../domain/quote.js';
import type { Character } from '../../../domain/turn.js';
import type { Hash } from '../../../domain/values.js';
import { collect } from '../../chat/collect.js';
import { findSources } from '../../chat/sources.js';
import { openChat } from '../../chat/turn.js';
import type { ChatDeps } from '../../chat/deps.js';
import type { Embedder } from '../../../ports/index.js';
import { holdsAsked, isAnswerable, isSure } from './answerable.js';
import { inAllWordings } from './wordings.js';

/** Who prepares answers: nobody of the book, so that they suit everybody who asks. */
const EDITOR: Character = {
  id: 'editor',
  name: 'The editor',
  colour: '#555555',
  voice:
    'You prepare the answer to a question that many readers ask. You answer it completely, plainly and briefly, in ' +
    'the language of the question, without a greeting and without speaking of yourself.',
  opening: '',
  greeting: '',
  silence: '',
  knows: 'all',
  context: 'quotes',
};

/** Who answers where no model does. */
const EXTRACTIVE = 'extractive';

export type GoldenWriterDeps = Pick<
  ChatDeps,
  'retriever' | 'pages' | 'model' | 'clock' | 'newId' | 'warn' | 'ledger' | 'conversations'
> & {
  /** What no page is about gets no answer; without it every question that finds a quote does. */
  embedder?: Embedder;
};

export interface GoldenDraft {
  answer: string;
  sources: AnswerSource[];
  model: string;
  /** Prompt and reply together. */
  tokens: number;
}

export type GoldenWriter = ReturnType<typeof openGoldenWriter>;

/**
 * Writes prepared answers by the same turn that answers readers: from retrieved pages only, with verified quotes,
 * and from the pages' own sentences where there is no model. Nothing is charged or remembered.
 */
export function openGoldenWriter(deps: GoldenWriterDeps) {
  const characters = { list: async () => [EDITOR] };
  return {
    name: deps.model?.name ?? EXTRACTIVE,

    /** Takes up what has changed in the pages. */
    refresh: (signal: AbortSignal) => deps.retriever.refresh(signal),

    /**
     * The pages that an answer would be made from, best first; `wordings`: others of the same question.
     * @throws SERVICE_UNREACHABLE where the embedder does not answer: pages found by words alone would be others
     */
    async sources(text: string, signal: AbortSignal, wordings: readonly string[] = []) {
      const { quotes } = await findSources(strictly(finding(wordings)), EDITOR, { text }, signal);
      const hashes = await hashesOf(quotes);
      return [...hashes].map(([pageId, contentHash]) => ({ pageId, contentHash }));
    },

    /**
     * Null when no page says anything on it, and when a model's answer does not hold the kind of thing that is asked for;
     * `unsure` when the pages alone have to answer and none is sure to.
     * @throws what the turn ends with
     */
    async write(
      text: string,
      signal: AbortSignal,
      wordings: readonly string[] = [],
    ): Promise<GoldenDraft | 'unsure' | null> {
      const found = finding(wordings);
      const { quotes } = await findSources(found, EDITOR, { text }, signal);
      if (quotes.length === 0 || !(await isAbout(text, quotes, signal))) return null;
      const sure = await isSureOf([text, ...wordings], quotes, signal);
      if (!deps.model && !sure) return 'unsure';
      const shown: Quote[] = [];
      const chat = openChat({ ...found, characters });
      const turn = chat.turn({ text }, { account: EDITOR.id, charged: false }, signal);
      const { answer, answered, model, usage } = await collect(tapped(turn, shown));
      const extractive = model === EXTRACTIVE;
      if (extractive && !(sure && answered)) return 'unsure'; // perhaps the model has failed
      const quoted = shown.map((quote) => quote.text);
      if (extractive && !holdsAsked([text, ...wordings], quoted, 1)) return 'unsure';
      if (!extractive && !holdsAsked([text, ...wordings], [answer], 0.5)) return null; // it would write the same again
      const hashes = await hashesOf(shown);
      const sources = shown.flatMap((quote) => {
        const contentHash = hashes.get(quote.pageId);
        return contentHash === undefined ? [] : [{ ...quote, contentHash }];
      });
      if (sources.length === 0) return null;
      const tokens = usage.prompt_tokens + usage.completion_tokens;
      return { answer: answer.trim(), sources, model, tokens };
    },
  };

  function finding(wordings: readonly string[]): GoldenWriterDeps {
    return { ...deps, retriever: inAllWordings(deps.retriever, wordings) };
  }

  async function isAbout(text: string, quotes: readonly Quote[], signal: AbortSignal) {
    return !deps.embedder || isAnswerable(text, quotes, deps.embedder, signal);
  }

  async function isSureOf(asked: readonly string[], quotes: readonly Quote[], signal: AbortSignal) {
    return !deps.embedder || isSure(asked, quotes, deps.embedder, signal);
  }

  async function hashesOf(quotes: readonly Quote[]): Promise<Map<string, Hash>> {
    const ids = [...new Set(quotes.map(({ pageId }) => pageId))];
    const stored = await deps.pages.get(ids);
    return new Map(stored.map(({ id, contentHash }) => [id, contentHash]));
  }
}

/** Pages are found by words and meaning, or not at all. */
function strictly<D extends Pick<GoldenWriterDeps, 'retriever'>>(deps: D): D {
  const { retriever } = deps;
  const strict: typeof retriever = {
    retrieve: (query, signal) => retriever.retrieve({ ...query, strict: true }, signal),
    refresh: (signal) => retriever.refresh(signal),
  };
  return { ...deps, retriever: strict };
}

async function* tapped(
  events: ReturnType<ReturnType<typeof openChat>['turn']>,
  quotes: Quote[],
): typeof events {
  for await (const event of events) {
    if (event.type === 'quote') quotes.push(event.quote);
    yield event;
  }
}
