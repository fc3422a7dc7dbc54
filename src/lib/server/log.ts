import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LogLine } from '../observability/log-lines.js';

export type ServerLog = (line: Omit<LogLine, 'ts'>) => void;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of the operation, with parameters as `:name`. */
    path?: string;
  }
}

export const routeOf = ({ routeOptions }: FastifyRequest): string | undefined =>
  routeOptions.config.path;

/** A request as the log has it: its route, not its address, since the address holds what was asked. */
export function requestLine(request: FastifyRequest, reply: FastifyReply, account: string | null) {
  const { statusCode } = reply;
  return {
    level: statusCode >= 500 ? ('error' as const) : ('info' as const),
    event: 'request',
    request_id: request.id,
    method: request.method,
    route: routeOf(request) ?? null,
    status: statusCode,
    duration_ms: Math.round(reply.elapsedTime * 10) / 10,
    account,
  };
}
