import { ZodNull, type z, type ZodType } from 'zod';
import type { Role } from '../domain/account.js';
import type { Caller } from './access.js';
import type { Rooms } from './rooms.js';

/** One request, read and checked. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  params: P;
  query: Q;
  body: B;
  caller: Caller;
  /** Aborts when whoever asked has gone, when the time is up, or when the server stops. */
  signal: AbortSignal;
  headers: Readonly<Record<string, unknown>>;
  /** As it was asked for, still encoded, without the query. */
  path: string;
  /** Whom a secret in the request makes of whoever sends it. @throws UNAUTHENTICATED, RATE_LIMITED */
  login: (secret: string) => Promise<Caller>;
  /** The caller asks for a stream of events by its Accept header. */
  wantsEvents: boolean;
}

/** One thing that the server does: the routes, their checks and the test of routes and roles come from these. */
export interface Operation {
  /** Unique, e.g. `chat`. */
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters as `:name`. */
  path: string;
  /** What it does, in a few words. */
  summary: string;
  /** The least role of a caller; null: nobody need say who they are. */
  role: Role | null;
  /** Only for the account that the parameter `id` names, shown by a token of its own: other roles do not help. */
  own: boolean;
  /** How long it may take: as any request, or as an answer. */
  pace: 'request' | 'turn';
  /** In which form its errors are. */
  dialect: 'gibsey' | 'openai' | 'json-rpc' | 'stargate';
  params: ZodType;
  query: ZodType;
  body: ZodType;
  /** Of its JSON reply; null: it has no body. */
  reply: ZodType;
  /** Of its reply: 200, and 204 where it has no body, unless it says otherwise. */
  status: 200 | 201 | 204;
  /** Media types of its reply, the usual one first. */
  media: readonly string[];
  /** The JSON reply, or an encoder's. */
  handle(call: Call, rooms: Rooms): Promise<unknown>;
}

interface Typed<
  P extends ZodType,
  Q extends ZodType,
  B extends ZodType,
  R extends ZodType,
> extends Omit<Operation, 'handle' | 'pace' | 'dialect' | 'media' | 'status' | 'own'> {
  own?: Operation['own'];
  pace?: Operation['pace'];
  dialect?: Operation['dialect'];
  media?: Operation['media'];
  status?: Operation['status'];
  params: P;
  query: Q;
  body: B;
  reply: R;
  handle(
    call: Call<z.output<P>, z.output<Q>, z.output<B>>,
    rooms: Rooms,
  ): Promise<z.input<R> | Encoded>;
}

export const JSON_TYPE = 'application/json';
export const EVENTS_TYPE = 'text/event-stream';

/** An operation whose handler is checked against its schemas. */
export function operation<
  P extends ZodType,
  Q extends ZodType,
  B extends ZodType,
  R extends ZodType,
>(typed: Typed<P, Q, B, R>): Operation {
  const status = typed.reply instanceof ZodNull ? 204 : 200;
  const usual = { pace: 'request', dialect: 'gibsey', media: [JSON_TYPE], own: false } as const;
  return { ...usual, status, ...typed };
}

/** A reply that is not plain JSON with status 200. */
export class Encoded {
  readonly type: string;
  readonly status: number;
  readonly body: string | Buffer | NodeJS.ReadableStream | null;
  /** In place of those that every reply has. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(type: string, body: Encoded['body'], status = 200, headers: Encoded['headers'] = {}) {
    this.type = type;
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}
