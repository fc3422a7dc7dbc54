import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS, GibseyError, type ErrorCode } from '../domain/errors.js';
import type { LogLine } from '../observability/log-lines.js';
import type { Caller } from './access.js';
import type { ServerMetrics } from './metrics.js';

export type ServerLog = (line: Omit<LogLine, 'ts'>) => void;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of the operation, with parameters as `:name`. */
    path?: string;
  }
}

export const routeOf = ({ routeOptions }: FastifyRequest): string | undefined =>
  routeOptions.config.path;

/** Their messages are our own words; others may name what was asked. */
const TOLD: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['REQUEST_MALFORMED', 'REQUEST_TIMEOUT', 'REQUEST_TOO_LARGE', 'HEADERS_TOO_LARGE'] as const),
  ...(['MEDIA_TYPE_UNSUPPORTED', 'METHOD_NOT_ALLOWED', 'INTERRUPTED'] as const),
]);

/** A request as the log has it: its route, not its address, since the address holds what was asked. */
export function requestLine(
  request: FastifyRequest,
  reply: FastifyReply,
  account: string | null,
  failure?: GibseyError,
) {
  const status = statusOf(reply, failure);
  return {
    level: status >= 500 ? ('error' as const) : ('info' as const),
    event: 'request',
    request_id: request.id,
    method: request.method,
    route: routeOf(request) ?? null,
    status,
    duration_ms: Math.round(reply.elapsedTime * 10) / 10,
    account,
    ...(failure ? { code: failure.code } : {}),
    ...(failure && TOLD.has(failure.code) ? { reason: failure.message } : {}),
  };
}

/** What was sent, or would have been, had somebody been there. */
const statusOf = ({ raw, statusCode }: FastifyReply, failure?: GibseyError): number =>
  raw.headersSent || !failure ? statusCode : ERRORS[failure.code].http;

export interface Observed {
  log: ServerLog;
  rooms: { metrics: Pick<ServerMetrics, 'requests' | 'requestSeconds'> };
  settings: { logQuestions: boolean };
  callers: WeakMap<FastifyRequest, Caller>;
  /** Why a request was refused. */
  failures: WeakMap<FastifyRequest, GibseyError>;
  /** What was wrong with a request that never came whole. */
  broken: { reasonOf(request: IncomingMessage): GibseyError | undefined };
}

/** Every request is counted and told to the log once, also when nobody waits for its reply any more. */
export function observe(http: FastifyInstance, observed: Observed): void {
  const { failures, broken } = observed;
  const told = new WeakSet<FastifyRequest>();
  const once = (request: FastifyRequest, reply: FastifyReply, failure?: GibseyError) => {
    if (told.has(request)) return;
    told.add(request);
    tell(request, reply, observed, failure);
  };
  http.addHook('onRequest', async (request, reply) => {
    let sent = false; // `writableFinished` is also true of what was written to nobody
    reply.raw.once('finish', () => (sent = true));
    reply.raw.once('close', () => {
      if (!sent) once(request, reply, broken.reasonOf(request.raw) ?? gone());
    });
  });
  http.addHook('onResponse', async (request, reply) => {
    once(request, reply, failures.get(request));
  });
}

function tell(
  request: FastifyRequest,
  reply: FastifyReply,
  { log, rooms, settings, callers }: Observed,
  failure?: GibseyError,
): void {
  const { requests, requestSeconds } = rooms.metrics;
  const route = routeOf(request) ?? 'none';
  const line = requestLine(request, reply, callers.get(request)?.account ?? null, failure);
  requests.add({ method: request.method, route, status: String(line.status) });
  requestSeconds.observe(reply.elapsedTime / 1000, { route });
  const asked = settings.logQuestions ? { query: request.query, body: request.body } : {};
  log({ ...line, ...asked });
}

export const gone = () => new GibseyError('INTERRUPTED', 'Whoever asked has gone.');
