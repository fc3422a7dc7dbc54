import { z } from 'zod';
import { collect, type TurnJson } from '../../answering/chat/collect.js';
import { lookupIdOf } from '../../answering/chat/history.js';
import { GibseyError } from '../../domain/errors.js';
import { whoAsks } from '../access.js';
import { operation, type Call, type Operation } from '../operation.js';
import type { Rooms } from '../rooms.js';
import { opened, watched } from '../turns.js';
import {
  askerFields,
  hasOneQuestion,
  id,
  noParams,
  noQuery,
  ONE_QUESTION,
  oneQuestion,
  questionFields,
  questionIn,
} from './shapes.js';

const LONGEST_COMMENT = 2_000;

const plainBody = z
  .strictObject({ ...questionFields, ...askerFields })
  .refine(hasOneQuestion, ONE_QUESTION)
  .meta(oneQuestion);

const source = z.strictObject({
  page_id: z.string(),
  title: z.string().nullable(),
  chapter: z.string().nullable(),
  position: z.number().nullable(),
  text: z.string().nullable(),
});

const reply = z.strictObject({
  answer: z.string(),
  sources: z.array(source),
  model: z.string(),
  route: z.enum(['knowledge', 'casual', 'cache']),
  cluster_id: z.number().int().nullable(),
  request_id: z.string(),
  latency_ms: z.number(),
  cultural: z.array(z.string()),
});

/** The chat of programs that ask on behalf of people. */
export const plainChat = operation({
  name: 'plain-chat',
  method: 'POST',
  path: '/chat',
  summary: 'One question as {question, user_email}, answered as one JSON document.',
  role: 'reader',
  pace: 'turn',
  params: noParams,
  query: noQuery,
  body: plainBody,
  reply,
  handle: async (call, rooms) => plainReply(await answered(call, rooms)),
});

async function answered(
  { body, caller, signal }: Call<unknown, unknown, z.output<typeof plainBody>>,
  rooms: Rooms,
): Promise<TurnJson> {
  const { chat } = await rooms.answering();
  const who = { account: caller.account, charged: true, user: whoAsks(caller, body) };
  const turn = (until: AbortSignal) => chat.turn({ text: questionIn(body) }, who, until);
  return collect(await opened(watched(turn, signal, rooms)));
}

function plainReply(turn: TurnJson): z.output<typeof reply> {
  const { answer, quotes, cache, model, route, cultural } = turn;
  const quoted = quotes.map(({ page_id, title, chapter, position, text }) => {
    return { page_id, title, chapter, position, text };
  });
  const place = { title: null, chapter: null, position: null, text: null };
  const given = cache.references.map((page_id) => ({ page_id, ...place }));
  return {
    answer,
    sources: [...quoted, ...given],
    ...{ model, route, cluster_id: cache.cluster_id, request_id: turn.request_id },
    latency_ms: Math.round(turn.latency_ms),
    cultural,
  };
}

/** Further paths of the plain chat. */
export const aliasesOf = (paths: readonly string[]): Operation[] =>
  [...new Set(paths)].map((path) => ({ ...plainChat, name: `plain-chat ${path}`, path }));

const judgement = z
  .strictObject({
    request_id: id.optional(),
    cluster_id: z.number().int().optional(),
    answer_id: id.optional(),
    good: z.boolean(),
    ...askerFields,
    comment: z.string().max(LONGEST_COMMENT).optional(),
  })
  .refine(
    ({ request_id, cluster_id, answer_id }) =>
      [request_id, cluster_id, answer_id].filter((each) => each !== undefined).length === 1,
    { path: ['request_id'], error: 'it takes request_id, or cluster_id or answer_id in its place' },
  )
  .meta({ oneOf: ['request_id', 'cluster_id', 'answer_id'].map((name) => ({ required: [name] })) });

export const feedback = operation({
  name: 'feedback',
  method: 'POST',
  path: '/api/feedback',
  summary:
    'Whether a prepared answer was good; one that was not is served less readily from now on.',
  role: 'reader',
  params: noParams,
  query: noQuery,
  body: judgement,
  reply: z.strictObject({ answer_id: z.string(), served: z.boolean() }),
  async handle({ body, caller, signal }, rooms) {
    const { golden } = await rooms.answering();
    if (!golden) throw new GibseyError('NOT_FOUND', 'No prepared answer is served now.');
    const { answerId, served } = await golden.judge(
      {
        of: judgedBy(body, caller.account),
        id: rooms.newId(),
        userId: whoAsks(caller, body),
        helpful: body.good,
        comment: body.comment ?? null,
      },
      signal,
    );
    return { answer_id: answerId, served };
  },
});

function judgedBy(
  { request_id, cluster_id, answer_id }: z.output<typeof judgement>,
  account: string,
) {
  if (request_id !== undefined) return { lookupId: lookupIdOf(account, request_id) };
  return cluster_id === undefined ? { answerId: answer_id ?? '' } : { clusterId: cluster_id };
}
