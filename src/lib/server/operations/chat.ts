import { z } from 'zod';
import { collect } from '../../answering/chat/collect.js';
import type { Asker } from '../../answering/chat/deps.js';
import { GibseyError } from '../../domain/errors.js';
import type { Question } from '../../domain/turn.js';
import { whoAsks, type Caller } from '../access.js';
import { eventStream, sse } from '../encoders/sse.js';
import { EVENTS_TYPE, JSON_TYPE, operation } from '../operation.js';
import { opened, watched } from '../turns.js';
import {
  askerFields,
  cache,
  hasOneQuestion,
  id,
  noParams,
  noQuery,
  ONE_QUESTION,
  oneQuestion,
  questionFields,
  questionIn,
  quote,
} from './shapes.js';

const body = z
  .strictObject({
    ...questionFields,
    ...askerFields,
    char_id: id.optional(),
    session_id: id.optional(),
    request_id: id.optional(),
    chapter: id.optional(),
    stream: z.boolean().optional(),
    charge: z.boolean().optional(),
  })
  .refine(hasOneQuestion, ONE_QUESTION)
  .meta(oneQuestion);

type ChatBody = z.output<typeof body>;

const reply = z.strictObject({
  answer: z.string(),
  answered: z.boolean(),
  nearest: z.array(quote),
  quotes: z.array(quote),
  route: z.enum(['knowledge', 'casual', 'cache']),
  model: z.string(),
  cache,
  cultural: z.array(z.string()),
  request_id: z.string(),
  session_id: z.string().nullable(),
  character: z.strictObject({ char_id: z.string(), name: z.string(), colour: z.string() }),
  usage: z.strictObject({ prompt_tokens: z.number(), completion_tokens: z.number() }),
  credits_left: z.number().nullable(),
  latency_ms: z.number(),
});

export const chat = operation({
  name: 'chat',
  method: 'POST',
  path: '/api/chat',
  summary: 'One question to a character, answered as events or as JSON.',
  role: 'reader',
  pace: 'turn',
  media: [JSON_TYPE, EVENTS_TYPE],
  params: noParams,
  query: noQuery,
  body,
  reply,
  async handle(call, rooms) {
    const { chat } = await rooms.answering();
    const stream = call.body.stream ?? call.wantsEvents;
    const who = { ...askerOf(call.caller, call.body), whole: !stream };
    const turn = (signal: AbortSignal) => chat.turn(questionOf(call.body), who, signal);
    const events = await opened(watched(turn, call.signal, rooms));
    if (!stream) return collect(events);
    return eventStream(events, sse, rooms);
  },
});

/** Tests of a server spend nobody's credits. */
function askerOf(caller: Caller, { charge = true, ...said }: ChatBody): Asker {
  const { account, role } = caller;
  if (!charge && role !== 'ops') {
    throw new GibseyError('FORBIDDEN', 'Only ops may ask without being charged.');
  }
  return { account, charged: charge, user: whoAsks(caller, said) };
}

function questionOf(body: ChatBody): Question {
  const { char_id, session_id, request_id, chapter } = body;
  return {
    text: questionIn(body),
    ...(char_id === undefined ? {} : { charId: char_id }),
    ...(session_id === undefined ? {} : { sessionId: session_id }),
    ...(request_id === undefined ? {} : { requestId: request_id }),
    ...(chapter === undefined ? {} : { chapter }),
  };
}
