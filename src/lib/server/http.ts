import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { GibseyError } from '../domain/errors.js';
import type { Clock } from '../ports/index.js';
import {
  callerOf,
  demandOwn,
  demandRole,
  NOBODY,
  type AccessPolicy,
  type Caller,
  type Door,
} from './access.js';
import { BrokenRequests } from './broken.js';
import { checked, failureOf, sendFailure } from './failure.js';
import { guard } from './guard.js';
import { lifetimeOf, unlessAborted } from './lifetime.js';
import { observe, requestLine, routeOf, type ServerLog } from './log.js';
import { Encoded, type Call, type Operation } from './operation.js';
import { RateLimit } from './rate-limit.js';
import type { Rooms } from './rooms.js';

export interface HttpSettings {
  names: readonly string[];
  origins: readonly string[];
  bodyBytes: number;
  requestsPerMinute: number;
  connections: number;
  requestTimeoutMs: number;
  turnTimeoutMs: number;
  logQuestions: boolean;
}

export interface HttpDeps extends AccessPolicy {
  operations: readonly Operation[];
  rooms: Rooms;
  door: Door;
  settings: HttpSettings;
  clock: Clock;
  log: ServerLog;
}

const HEADERS_TIMEOUT_MS = 10_000;
/** Requests that are late are looked for this often. */
const LATE_CHECK_MS = 2_000;
/** In an address, encoded. */
const LONGEST_ID = 6_000;
/** Headers by which a proxy says whom it speaks for. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** The operations as routes of one HTTP server that does not listen yet. */
export function buildHttp(deps: HttpDeps): FastifyInstance {
  const { settings, operations } = deps;
  const broken = new BrokenRequests(deps.log);
  const http = fastify({
    bodyLimit: settings.bodyBytes,
    requestTimeout: settings.requestTimeoutMs,
    http: {
      connectionsCheckingInterval: Math.min(LATE_CHECK_MS, settings.requestTimeoutMs / 2),
      requireHostHeader: false, // the guard says so in JSON
    },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_ID },
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => {
      const failure = failureOf(error);
      void sendFailure(reply, failure, dialectAt(request.url));
      deps.log(requestLine(request, reply, null, failure)); // no hook hears of it
    },
    clientErrorHandler: broken.refuse,
  });
  broken.watch(http.server);
  // What a client expects beside 100-continue may be passed over (RFC 9110, 10.1.1).
  http.server.on('checkExpectation', (...met) => http.server.emit('request', ...met));
  http.server.maxConnections = settings.connections;
  http.server.headersTimeout = Math.min(HEADERS_TIMEOUT_MS, settings.requestTimeoutMs);
  http.removeContentTypeParser('text/plain');
  takeEmptyDeletes(http);
  const callers = new WeakMap<FastifyRequest, Caller>();
  const failures = new WeakMap<FastifyRequest, GibseyError>();
  observe(http, { ...deps, callers, failures, broken });
  http.addHook('onRequest', async (request, reply) => {
    if (guard(request, reply, { ...settings, loopback: deps.loopback }) === 'answered')
      return reply;
    if (request.is404) throw notFound(request, reply, operations); // whatever its body is
  });
  const dialects = new Map(operations.map(({ path, dialect }) => [path, dialect]));
  http.setErrorHandler((thrown, request, reply) => {
    const error = failureOf(thrown);
    failures.set(request, error);
    if (error.code === 'INTERNAL') deps.log(defect(request, error));
    return sendFailure(
      reply,
      error,
      dialects.get(routeOf(request) ?? '') ?? dialectAt(request.url),
    );
  });
  const limit = new RateLimit(settings.requestsPerMinute, deps.clock);
  for (const operation of operations) route(http, operation, { ...deps, callers, limit });
  return http;
}

/** Clients say that what they send is JSON also where they send nothing. */
function takeEmptyDeletes(http: FastifyInstance): void {
  const parsed = http.getDefaultJsonParser('error', 'error');
  const options = { parseAs: 'string' as const };
  http.addContentTypeParser<string>('application/json', options, (request, body, done) => {
    if (request.method === 'DELETE' && body === '') done(null, undefined);
    else void parsed(request, body, done);
  });
}

interface RouteDeps extends HttpDeps {
  callers: WeakMap<FastifyRequest, Caller>;
  limit: RateLimit;
}

function route(http: FastifyInstance, operation: Operation, deps: RouteDeps): void {
  http.route({
    method: operation.method,
    url: routed(operation.path),
    config: { path: operation.path },
    onRequest: async (request, reply) => {
      const caller = await admitted(operation, request, reply, deps);
      deps.callers.set(request, caller);
    },
    handler: (request, reply) => handled(operation, request, reply, deps),
  });
}

/** At the end of a path these take all the rest of it: ids of pages have slashes. */
const LAST_PARAMETER = /:(id|key|name)$/;
const routed = (path: string) => path.replace(LAST_PARAMETER, '*');

/** The parameters by their names in the path of the operation. */
function parametersOf({ path }: Operation, { params }: FastifyRequest): unknown {
  const [, last] = LAST_PARAMETER.exec(path) ?? [];
  if (last === undefined) return params;
  const { '*': rest, ...others } = params as Record<string, string>;
  return { ...others, [last]: rest };
}

/** @throws UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, and what the store throws */
async function admitted(
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: RouteDeps,
): Promise<Caller> {
  if (operation.role === null) return NOBODY;
  const caller = await known(request, keyOf(operation, request), reply, deps);
  const { account, credential } = caller;
  limited(credential === 'none' ? address(request) : `account ${account}`, reply, deps.limit);
  demandRole(caller, operation.role);
  if (operation.own) demandOwn(caller, (parametersOf(operation, request) as { id: string }).id);
  return caller;
}

/** Clients of Stargate have a header of their own for their token. */
function keyOf({ dialect }: Operation, { headers }: FastifyRequest): string | undefined {
  const { authorization, 'x-cassandra-token': token } = headers;
  return dialect === 'stargate' && typeof token === 'string' ? `Bearer ${token}` : authorization;
}

function known(
  request: FastifyRequest,
  authorization: string | undefined,
  reply: FastifyReply,
  deps: RouteDeps,
): Promise<Caller> {
  const forwarded = FORWARDED.some((name) => request.headers[name] !== undefined);
  const { host } = request.headers;
  const origin = { authorization, host, remoteAddress: request.ip, forwarded };
  return callerOf(origin, deps, deps.door).catch((thrown: unknown) => {
    limited(address(request), reply, deps.limit); // so that nobody tries tokens at leisure
    throw thrown;
  });
}

const address = ({ ip }: FastifyRequest) => `address ${ip}`;

function limited(key: string, reply: FastifyReply, limit: RateLimit): void {
  const waitMs = limit.take(key);
  if (waitMs === 0) return;
  const seconds = Math.ceil(waitMs / 1000);
  void reply.header('retry-after', String(seconds));
  throw new GibseyError('RATE_LIMITED', 'Too many requests.', {
    hint: `try again in ${seconds} s; server.requestsPerMinute is the limit`,
  });
}

async function handled(
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: RouteDeps,
): Promise<FastifyReply> {
  const { callers, rooms, settings, clock } = deps;
  const turn = operation.pace === 'turn';
  const signal = lifetimeOf(
    reply,
    turn ? settings.turnTimeoutMs : settings.requestTimeoutMs,
    clock,
  );
  const call: Call = {
    params: checked(operation.params, parametersOf(operation, request), 'path'),
    query: checked(operation.query, request.query, 'query'),
    body: checked(operation.body, request.body, 'body'),
    caller: callers.get(request) ?? NOBODY,
    signal,
    headers: request.headers,
    path: pathOf(request.url),
    login: (secret) => known(request, `Bearer ${secret}`, reply, deps),
    wantsEvents: request.headers.accept?.includes('text/event-stream') ?? false,
  };
  const work = operation.handle(call, rooms);
  return sent(reply, operation, await (turn ? work : unlessAborted(work, signal)));
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? '/';

function sent(reply: FastifyReply, { status: usual }: Operation, result: unknown): FastifyReply {
  if (!(result instanceof Encoded)) {
    void reply.code(usual);
    return usual === 204 ? reply.send() : reply.send(result);
  }
  const { type, body, status, headers } = result;
  void reply.headers(headers);
  return body === null ? reply.code(status).send() : reply.code(status).type(type).send(body);
}

function notFound(
  { url, method }: FastifyRequest,
  reply: FastifyReply,
  operations: readonly Operation[],
): GibseyError {
  const at = operations.filter((each) => matches(each.path, pathOf(url)));
  const exact = at.filter((each) => depth(each.path) === depth(pathOf(url)));
  const methods = (exact.length > 0 ? exact : at).map((each) => each.method);
  if (methods.length === 0) {
    return new GibseyError('NOT_FOUND', 'There is no such route.', { hint: 'GET / lists all' });
  }
  const allowed = methods.join(', ');
  void reply.header('allow', allowed);
  return new GibseyError('METHOD_NOT_ALLOWED', `The route takes ${allowed}, not ${method}.`);
}

/** Where no operation is: clients of OpenAI call what is below /v1, those of Stargate below /v2. */
function dialectAt(url: string): Operation['dialect'] {
  if (url.startsWith('/v1/')) return 'openai';
  return /^\/(v2|api\/rest)\//.test(url) ? 'stargate' : 'gibsey';
}

/** A path that names all its parts is meant before one whose last parameter has slashes. */
const depth = (path: string) => path.replace(/\/$/, '').split('/').length;

const matches = (pattern: string, path: string) =>
  new RegExp(
    `^${pattern.replaceAll('.', '\\.').replace(LAST_PARAMETER, '.+').replace(/:\w+/g, '[^/]+')}/?$`,
  ).test(path);

const defect = (request: FastifyRequest, { message, cause, stack }: GibseyError) => ({
  level: 'error' as const,
  event: 'defect',
  request_id: request.id,
  message,
  stack: cause instanceof Error ? cause.stack : stack,
});
