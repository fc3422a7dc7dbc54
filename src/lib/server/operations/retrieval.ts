import { z } from 'zod';
import { quoteJson } from '../../answering/chat/collect.js';
import { summaryJson } from '../encoders/json.js';
import { operation } from '../operation.js';
import {
  hasOneQuestion,
  id,
  none,
  noParams,
  noQuery,
  ONE_QUESTION,
  oneQuestion,
  questionFields,
  questionIn,
  quote,
  summary,
  wholeNumber,
} from './shapes.js';

const MOST_QUOTES = 50;

export const retrieve = operation({
  name: 'retrieve',
  method: 'GET',
  path: '/retrieve',
  summary: 'The quotes that fit a question best.',
  role: 'reader',
  params: noParams,
  query: z
    .strictObject({
      ...questionFields,
      limit: wholeNumber(MOST_QUOTES).optional(),
      chapter: id.optional(),
      char_id: id.optional(),
    })
    .refine(hasOneQuestion, ONE_QUESTION)
    .meta(oneQuestion),
  body: none,
  reply: z.strictObject({
    quotes: z.array(quote),
    answered: z.boolean(),
    summaries: z.array(summary),
    generation: z.string().nullable(),
    latency_ms: z.number(),
  }),
  async handle({ query, signal }, rooms) {
    const { limit, chapter, char_id: charId } = query;
    const { retriever } = await rooms.answering();
    const start = rooms.clock.monotonic();
    const { pages, answered, summaries, generation } = await retriever.retrieve(
      {
        text: questionIn(query),
        ...(limit === undefined ? {} : { limit }),
        ...(chapter === undefined ? {} : { chapter }),
        ...(charId === undefined ? {} : { charId }),
      },
      signal,
    );
    const latencyMs = rooms.clock.monotonic() - start;
    rooms.metrics.retrievalSeconds.observe(latencyMs / 1000);
    return {
      quotes: pages.map(({ quote }) => quoteJson(quote)),
      answered,
      summaries: summaries.map(summaryJson),
      generation,
      latency_ms: Math.round(latencyMs * 10) / 10,
    };
  },
});

export const refresh = operation({
  name: 'refresh',
  method: 'POST',
  path: '/refresh',
  summary: 'Takes up now what has changed in the store; the server does so by itself, too.',
  role: 'ops',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({ changed: z.number().int(), pages: z.number().int() }),
  async handle({ signal }, rooms) {
    const { retriever } = await rooms.answering();
    const { changed } = await retriever.refresh(signal);
    return { changed, pages: retriever.stats().pages };
  },
});
