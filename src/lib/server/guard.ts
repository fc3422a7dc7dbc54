import type { FastifyReply, FastifyRequest } from 'fastify';
import { GibseyError } from '../domain/errors.js';
import { hostName, isLoopback } from './access.js';
import { gone } from './log.js';

export interface GuardOptions {
  /** The server listens on a loopback address. */
  loopback: boolean;
  /** Further names that requests may carry. */
  names: readonly string[];
  /** Origins of other web pages that may call. */
  origins: readonly string[];
}

const HEADERS = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, x-cassandra-token',
  'access-control-max-age': '600',
} as const;

/**
 * The headers of every reply, and what holds web pages of others off: a name that is not the server's (DNS
 * rebinding), and a request that changes something from an origin that is not listed.
 * @throws FORBIDDEN, REQUEST_MALFORMED, INTERRUPTED
 */
export function guard(
  request: FastifyRequest,
  reply: FastifyReply,
  { loopback, names, origins }: GuardOptions,
): 'go on' | 'answered' {
  void reply.headers(HEADERS);
  if (request.socket.remoteAddress === undefined) throw gone();
  assertOneHost(request, reply);
  const host = request.headers.host ?? '';
  const name = hostName(host);
  if (loopback && !isLoopback(name) && !names.includes(name)) throw foreignHost(name);
  const { origin } = request.headers;
  if (origin === undefined) return 'go on';
  if (origins.includes(origin)) return allow(request, reply, origin);
  const own = origin === `http://${host}` || origin === `https://${host}`;
  if (!own && request.method !== 'GET' && request.method !== 'HEAD') throw foreignOrigin();
  return 'go on';
}

function allow(request: FastifyRequest, reply: FastifyReply, origin: string) {
  void reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin' });
  void reply.header('cross-origin-resource-policy', 'cross-origin');
  if (request.method !== 'OPTIONS') return 'go on';
  void reply.headers(PREFLIGHT).code(204).send();
  return 'answered';
}

/** Two names, and a proxy may have looked at the other one (RFC 9112, 3.2). */
function assertOneHost({ raw }: FastifyRequest, reply: FastifyReply): void {
  const names = raw.rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
  const hosts = names.filter((name) => name === 'host').length;
  if (hosts === 1 || (hosts === 0 && raw.httpVersion === '1.0')) return;
  void reply.header('connection', 'close');
  throw new GibseyError('REQUEST_MALFORMED', `A request has one Host header, not ${hosts}.`);
}

const foreignHost = (name: string) =>
  new GibseyError('FORBIDDEN', `The server is not called "${name.slice(0, 80)}".`, {
    hint: 'call it by its address, or list the name in server.names',
  });

const foreignOrigin = () =>
  new GibseyError('FORBIDDEN', 'Web pages of other origins may not do that.', {
    hint: 'list the origin of the page in server.origins',
  });
