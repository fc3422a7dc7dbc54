import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Access } from '../answering/access/access.js';
import { GibseyError } from '../domain/errors.js';
import type { Clock } from '../ports/index.js';
import { callerOf, demandRole, NOBODY, type Caller } from './access.js';
import { errorJson } from './encoders/json.js';
import { checked, failureOf, sendFailure } from './failure.js';
import { guard } from './guard.js';
import { lifetimeOf, unlessAborted } from './lifetime.js';
import { requestLine, type ServerLog } from './log.js';
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

export interface HttpDeps {
  operations: readonly Operation[];
  rooms: Rooms;
  door: Access;
  settings: HttpSettings;
  loopback: boolean;
  allowAnonymous: boolean;
  clock: Clock;
  log: ServerLog;
}

const HEADERS_TIMEOUT_MS = 10_000;
/** In an address, encoded. */
const LONGEST_ID = 6_000;
/** Headers by which a proxy says whom it speaks for. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** The operations as routes of one HTTP server that does not listen yet. */
export function buildHttp(deps: HttpDeps): FastifyInstance {
  const { settings, operations } = deps;
  const http = fastify({
    bodyLimit: settings.bodyBytes,
    requestTimeout: settings.requestTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_ID },
    genReqId: () => randomUUID(),
    frameworkErrors: (error, _request, reply) => void sendFailure(reply, failureOf(error)),
    clientErrorHandler: (_error, socket) => refuse(socket),
  });
  http.server.maxConnections = settings.connections;
  http.server.headersTimeout = Math.min(HEADERS_TIMEOUT_MS, settings.requestTimeoutMs);
  http.removeContentTypeParser('text/plain');
  const callers = new WeakMap<FastifyRequest, Caller>();
  http.addHook('onRequest', async (request, reply) => {
    if (guard(request, reply, { ...settings, loopback: deps.loopback }) === 'answered')
      return reply;
  });
  observe(http, deps, callers);
  const dialects = new Map(operations.map(({ path, dialect }) => [path, dialect]));
  http.setErrorHandler((thrown, request, reply) => {
    const error = failureOf(thrown);
    if (error.code === 'INTERNAL') deps.log(defect(request, error));
    return sendFailure(reply, error, dialects.get(request.routeOptions.url ?? ''));
  });
  http.setNotFoundHandler((request, reply) =>
    sendFailure(reply, notFound(request, reply, operations)),
  );
  const limit = new RateLimit(settings.requestsPerMinute, deps.clock);
  for (const operation of operations) route(http, operation, { ...deps, callers, limit });
  return http;
}

interface RouteDeps extends HttpDeps {
  callers: WeakMap<FastifyRequest, Caller>;
  limit: RateLimit;
}

function route(http: FastifyInstance, operation: Operation, deps: RouteDeps): void {
  http.route({
    method: operation.method,
    url: operation.path,
    onRequest: async (request, reply) => {
      const caller = await admitted(operation, request, reply, deps);
      deps.callers.set(request, caller);
    },
    handler: (request, reply) => handled(operation, request, reply, deps),
  });
}

/** @throws UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, and what the store throws */
async function admitted(
  operation: Operation,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: RouteDeps,
): Promise<Caller> {
  if (operation.role === null) return NOBODY;
  const { authorization, host } = request.headers;
  const forwarded = FORWARDED.some((name) => request.headers[name] !== undefined);
  const origin = { authorization, host, remoteAddress: request.ip, forwarded };
  const address = `address ${request.ip}`;
  const caller = await callerOf(origin, deps, deps.door).catch((thrown: unknown) => {
    limited(address, reply, deps.limit); // so that nobody tries tokens at leisure
    throw thrown;
  });
  limited(authorization === undefined ? address : `account ${caller.account}`, reply, deps.limit);
  demandRole(caller, operation.role);
  return caller;
}

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
  { callers, rooms, settings, clock }: RouteDeps,
): Promise<FastifyReply> {
  const turn = operation.pace === 'turn';
  const signal = lifetimeOf(
    reply,
    turn ? settings.turnTimeoutMs : settings.requestTimeoutMs,
    clock,
  );
  const call: Call = {
    params: checked(operation.params, request.params, 'path'),
    query: checked(operation.query, request.query, 'query'),
    body: checked(operation.body, request.body, 'body'),
    caller: callers.get(request) ?? NOBODY,
    signal,
    headers: request.headers,
    wantsEvents: request.headers.accept?.includes('text/event-stream') ?? false,
  };
  const work = operation.handle(call, rooms);
  return sent(reply, await (turn ? work : unlessAborted(work, signal)));
}

function sent(reply: FastifyReply, result: unknown): FastifyReply {
  if (!(result instanceof Encoded)) return reply.send(result);
  const { type, body, status } = result;
  return body === null ? reply.code(status).send() : reply.code(status).type(type).send(body);
}

function observe(http: FastifyInstance, deps: HttpDeps, callers: WeakMap<FastifyRequest, Caller>) {
  const { requests, requestSeconds } = deps.rooms.metrics;
  http.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    requests.add({ method, route, status: String(reply.statusCode) });
    requestSeconds.observe(reply.elapsedTime / 1000, { route });
    const account = callers.get(request)?.account ?? null;
    const asked = deps.settings.logQuestions ? { query: request.query, body: request.body } : {};
    deps.log({ ...requestLine(request, reply, account), ...asked });
  });
}

function notFound(
  { url, method }: FastifyRequest,
  reply: FastifyReply,
  operations: readonly Operation[],
): GibseyError {
  const [path = '/'] = url.split('?');
  const methods = operations.filter((each) => matches(each.path, path)).map((each) => each.method);
  if (methods.length === 0) {
    return new GibseyError('NOT_FOUND', 'There is no such route.', { hint: 'GET / lists all' });
  }
  const allowed = methods.join(', ');
  void reply.header('allow', allowed);
  return new GibseyError('METHOD_NOT_ALLOWED', `The route takes ${allowed}, not ${method}.`);
}

const matches = (pattern: string, path: string) =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}/?$`).test(path);

const defect = (request: FastifyRequest, { message, cause, stack }: GibseyError) => ({
  level: 'error' as const,
  event: 'defect',
  request_id: request.id,
  message,
  stack: cause instanceof Error ? cause.stack : stack,
});

/** What is not even HTTP. */
function refuse(socket: Socket): void {
  if (socket.destroyed || !socket.writable) return;
  const body = JSON.stringify(
    errorJson(new GibseyError('REQUEST_MALFORMED', 'That is not a request that HTTP/1.1 knows.')),
  );
  const head = 'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close';
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
