import { z } from 'zod';
import { collect } from '../../answering/chat/collect.js';
import { GibseyError } from '../../domain/errors.js';
import { chunks, completion } from '../encoders/openai.js';
import { eventStream } from '../encoders/sse.js';
import { EVENTS_TYPE, JSON_TYPE, operation } from '../operation.js';
import { opened, watched } from '../turns.js';
import { id, none, noParams, noQuery } from './shapes.js';

/** By this header Open WebUI marks what it asks for itself: titles, tags, follow-ups. */
const TASK_HEADER = 'x-openwebui-task';
const MOST_MESSAGES = 1_000;

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(part)]).nullish(),
});

type Message = z.output<typeof message>;

export const models = operation({
  name: 'models',
  method: 'GET',
  path: '/v1/models',
  summary: 'Characters as models, for clients of the OpenAI dialect.',
  role: 'reader',
  dialect: 'openai',
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    object: z.literal('list'),
    data: z.array(
      z.strictObject({
        id: z.string(),
        object: z.literal('model'),
        created: z.number(),
        owned_by: z.string(),
      }),
    ),
  }),
  async handle(_call, rooms) {
    const { chat } = await rooms.answering();
    const data = (await chat.characters()).map((character) => ({
      id: character.id,
      object: 'model' as const,
      created: 0,
      owned_by: 'gibsey',
    }));
    return { object: 'list' as const, data };
  },
});

export const completions = operation({
  name: 'completions',
  method: 'POST',
  path: '/v1/chat/completions',
  summary: 'The last message of a user, answered in the OpenAI dialect.',
  role: 'reader',
  pace: 'turn',
  media: [JSON_TYPE, EVENTS_TYPE],
  dialect: 'openai',
  params: noParams,
  query: noQuery,
  body: z.looseObject({
    model: id.optional(),
    messages: z.array(message).min(1).max(MOST_MESSAGES),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  }),
  reply: z.unknown(),
  async handle({ body, caller, headers, signal: asked }, rooms) {
    const created = Math.floor(rooms.clock.now() / 1000);
    const head = { id: `chatcmpl-${rooms.newId()}`, created, model: body.model ?? '' };
    if (headers[TASK_HEADER] !== undefined) return completion(head, NOTHING);
    const { chat } = await rooms.answering();
    const question = {
      text: lastOfUser(body.messages),
      ...(body.model === undefined ? {} : { charId: body.model }),
    };
    const who = { account: caller.account, charged: true, whole: !body.stream };
    const turn = (signal: AbortSignal) => chat.turn(question, who, signal);
    const events = await opened(watched(turn, asked, rooms));
    if (body.stream) {
      const usage = body.stream_options?.include_usage ?? false;
      return eventStream(events, chunks(head, usage), rooms);
    }
    const { answer, usage, character } = await collect(events);
    const counted = {
      promptTokens: usage.prompt_tokens,
      completionTokens: usage.completion_tokens,
    };
    return completion({ ...head, model: character.char_id }, { answer, usage: counted });
  },
});

/** Costs nothing, and names no title, tag or question: the client goes on without. */
const NOTHING = { answer: '{}', usage: { promptTokens: 0, completionTokens: 0 } };

function lastOfUser(messages: readonly Message[]): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const text =
    typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n');
  if (text.trim() !== '') return text;
  throw new GibseyError('REQUEST_INVALID', 'body.messages: there is no text of a user.');
}
