import { z } from 'zod';
import { GibseyError } from '../../domain/errors.js';
import { operation } from '../operation.js';
import type { Rooms } from '../rooms.js';
import {
  hasOneQuestion,
  none,
  noParams,
  noQuery,
  ONE_QUESTION,
  oneQuestion,
  questionFields,
  questionIn,
  quote,
} from './shapes.js';
import { quoteJson } from '../../answering/chat/collect.js';

export const goldenAnswers = operation({
  name: 'golden-answers',
  method: 'GET',
  path: '/golden-answers',
  summary: 'The prepared answers that are served now, with what they were made from.',
  role: 'reader',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    generation: z.string().nullable(),
    answers: z.array(
      z.strictObject({
        answer_id: z.string(),
        cluster_id: z.number().int().nullable(),
        question: z.string(),
        answer: z.string(),
        sources: z.array(quote),
        references: z.array(z.string()),
        updated_at: z.number(),
      }),
    ),
  }),
  async handle(_call, rooms) {
    const { golden } = await rooms.answering();
    const shelf = golden?.shelf();
    const answers = [...(shelf?.answers.values() ?? [])].map((prepared) => ({
      answer_id: prepared.answerId,
      cluster_id: prepared.clusterId,
      question: prepared.question,
      answer: prepared.answer,
      sources: prepared.sources.map(quoteJson),
      references: prepared.references,
      updated_at: prepared.updatedAt,
    }));
    return { generation: shelf?.generation ?? null, answers };
  },
});

export const explain = operation({
  name: 'explain',
  method: 'GET',
  path: '/golden-answers/explain',
  summary: 'Why a question gets a prepared answer, or why not. Nothing is recorded or charged.',
  role: 'reader',
  params: noParams,
  query: z.strictObject(questionFields).refine(hasOneQuestion, ONE_QUESTION).meta(oneQuestion),
  body: none,
  reply: z.strictObject({
    outcome: z.enum(['hit', 'miss', 'vetoed', 'stale']),
    answer_id: z.string().nullable(),
    nearest: z.string().nullable(),
    similarity: z.number(),
    score: z.number(),
    threshold: z.number(),
    veto: z.string().nullable(),
    neighbours: z.array(
      z.strictObject({ question: z.string(), answer_id: z.string(), similarity: z.number() }),
    ),
  }),
  async handle({ query, signal }, rooms) {
    const cache = await cacheIn(rooms);
    const found = await cache.explain(questionIn(query), signal);
    return {
      outcome: found.outcome === 'hit' && found.stale ? ('stale' as const) : found.outcome,
      answer_id: found.candidate,
      nearest: found.nearest,
      similarity: found.similarity,
      score: found.score,
      threshold: found.threshold,
      veto: found.veto?.kind ?? null,
      neighbours: found.near.map(({ question, answerId, similarity }) => {
        return { question, answer_id: answerId, similarity };
      }),
    };
  },
});

async function cacheIn(rooms: Rooms) {
  const { golden } = await rooms.answering();
  if (golden) return golden;
  throw new GibseyError('NOT_FOUND', 'No prepared answer is served now.');
}
