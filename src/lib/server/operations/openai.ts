import { z } from 'zod';
import { GibseyError } from '../../domain/errors.js';
import type { Quote } from '../../domain/quote.js';
import type { TurnEvent } from '../../domain/turn.js';
import { originOf } from '../encoders/citations.js';
import { chunks, completion, type Answered, type Completion } from '../encoders/openai.js';
import { eventStream, type StreamOptions } from '../encoders/sse.js';
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

const aModel = z.strictObject({
  id: z.string(),
  object: z.literal('model'),
  created: z.number(),
  owned_by: z.string(),
});

const modelJson = ({ id }: { id: string }) => {
  return { id, object: 'model' as const, created: 0, owned_by: 'gibsey' };
};

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
  reply: z.strictObject({ object: z.literal('list'), data: z.array(aModel) }),
  async handle(_call, rooms) {
    const { chat } = await rooms.answering();
    return { object: 'list' as const, data: (await chat.characters()).map(modelJson) };
  },
});

export const oneModel = operation({
  name: 'model',
  method: 'GET',
  path: '/v1/models/:id',
  summary: 'One of them.',
  role: 'reader',
  dialect: 'openai',
  params: z.strictObject({ id }),
  query: noQuery,
  body: none,
  reply: aModel,
  async handle({ params: { id } }, rooms) {
    const { chat } = await rooms.answering();
    const found = (await chat.characters()).find((character) => character.id === id);
    if (found) return modelJson(found);
    throw new GibseyError('NOT_FOUND', `There is no model "${id.slice(0, 80)}".`, {
      hint: 'GET /v1/models lists them',
    });
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
    const id = `chatcmpl-${rooms.newId()}`;
    const head = { id, created, model: body.model ?? '', origin: originOf(headers) };
    const said = lastOfUser(body.messages);
    const reply = body.stream
      ? streamed(head, body.stream_options?.include_usage ?? false, rooms)
      : whole(head);
    if (headers[TASK_HEADER] !== undefined || isTask(said)) return reply(nothing(head));
    const { chat } = await rooms.answering();
    const question = { text: said, ...(body.model === undefined ? {} : { charId: body.model }) };
    const who = { account: caller.account, charged: true, whole: !body.stream };
    const turn = (signal: AbortSignal) => chat.turn(question, who, signal);
    return reply(await opened(watched(turn, asked, rooms)));
  },
});

const streamed =
  (head: Completion, usage: boolean, rooms: StreamOptions) =>
  async (events: AsyncIterable<TurnEvent>) =>
    eventStream(events, chunks(head, usage), rooms);

const whole = (head: Completion) => async (events: AsyncIterable<TurnEvent>) => {
  const { model, ...answered } = await gathered(events);
  return completion({ ...head, model: model || head.model }, answered);
};

/** @throws what its error event says */
async function gathered(events: AsyncIterable<TurnEvent>): Promise<Answered & { model: string }> {
  const quotes: Quote[] = [];
  let model = '';
  for await (const event of events) {
    if (event.type === 'meta') model = event.charId;
    else if (event.type === 'quote') quotes.push(event.quote);
    else if (event.type === 'done') return { model, ...event, quotes };
    else if (event.type === 'error') {
      throw new GibseyError(event.code, event.message, { hint: event.hint });
    }
  }
  throw new GibseyError('INTERNAL', 'A turn ended without an answer.');
}

/** What Open WebUI asks for itself where it was not told to say so: its own templates begin and end like this. */
const isTask = (text: string) => /^### Task:\s/.test(text) && text.includes('<chat_history>');

/** Costs nothing, and names no title, tag or question: the client goes on without. */
async function* nothing({ id, model }: Completion): AsyncGenerator<TurnEvent> {
  const answer = '{}';
  const nobody = { requestId: id, sessionId: null, name: '', colour: '', cultural: [] };
  yield { type: 'meta', ...nobody, charId: model, route: 'casual', model: 'none' };
  yield { type: 'token', text: answer };
  yield {
    ...{ type: 'done', answer, answered: false, nearest: [], latencyMs: 0, creditsLeft: null },
    usage: { model: 'none', promptTokens: 0, completionTokens: 0 },
  };
}

function lastOfUser(messages: readonly Message[]): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const text =
    typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n');
  if (text.trim() !== '') return text;
  throw new GibseyError('REQUEST_INVALID', 'body.messages: there is no text of a user.');
}
