import type { FastifyReply } from 'fastify';
import type { ZodError, ZodType } from 'zod';
import { asGibseyError, ERRORS, GibseyError, type ErrorCode } from '../domain/errors.js';
import { errorJson } from './encoders/json.js';
import { jsonRpcError } from './encoders/json-rpc.js';
import { openAiError } from './encoders/openai.js';
import { stargateError, stargateStatus } from './encoders/stargate.js';
import type { Operation } from './operation.js';

/** What Fastify refuses by itself, by the HTTP status that it would answer with. */
const REFUSED: Readonly<Record<number, [code: ErrorCode, message: string]>> = {
  400: ['REQUEST_MALFORMED', 'The request cannot be read.'],
  404: ['NOT_FOUND', 'There is no such route.'],
  413: ['REQUEST_TOO_LARGE', 'The body is longer than the server reads.'],
  414: ['REQUEST_MALFORMED', 'The address is too long.'],
  415: ['MEDIA_TYPE_UNSUPPORTED', 'The body is not JSON.'],
};

/** And by its own code, where one status has several reasons. */
const REASONS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its Content-Length says.',
  FST_ERR_BAD_URL: 'The address is not one that can be decoded.',
};

/** Anything thrown on the way to a reply, as a row of the table of errors. */
export function failureOf(thrown: unknown): GibseyError {
  if (!(thrown instanceof Error) || thrown instanceof GibseyError) return asGibseyError(thrown);
  const { statusCode, code: own = '' } = thrown as { statusCode?: number; code?: string };
  const [code, message] = REFUSED[statusCode ?? 0] ?? [];
  if (code && message) return new GibseyError(code, REASONS[own] ?? message, { cause: thrown });
  return asGibseyError(thrown);
}

/** What a stranger's defect says of itself stays here: it may hold anything. */
export function shownFailure(error: GibseyError): GibseyError {
  if (error.code !== 'INTERNAL') return error;
  return new GibseyError('INTERNAL', 'Something went wrong inside the server.', {
    hint: 'the log of the server has the details',
  });
}

const SHAPES = {
  ...{ gibsey: errorJson, openai: openAiError, 'json-rpc': jsonRpcError },
  stargate: stargateError,
};

export const statusOf = (code: ErrorCode, dialect: Operation['dialect'] = 'gibsey'): number =>
  dialect === 'stargate' ? stargateStatus(code) : ERRORS[code].http;

export function sendFailure(
  reply: FastifyReply,
  error: GibseyError,
  dialect: Operation['dialect'] = 'gibsey',
): FastifyReply {
  const { code } = error;
  if (code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer realm="gibsey"');
  if (ERRORS[code].retryable && !reply.hasHeader('retry-after')) {
    void reply.header('retry-after', '1');
  }
  return reply
    .code(statusOf(code, dialect))
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(SHAPES[dialect](shownFailure(error))));
}

/**
 * A part of a request in the shape that its operation takes.
 * @throws REQUEST_INVALID naming the field and what is allowed, never its value
 */
export function checked(schema: ZodType, value: unknown, part: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new GibseyError('REQUEST_INVALID', described(result.error, part));
}

function described({ issues: [issue] }: ZodError, part: string): string {
  if (!issue) return `The ${part} is not valid.`;
  const field = [part, ...issue.path].join('.');
  if (issue.code !== 'unrecognized_keys') return `${field}: ${issue.message}.`;
  return `${part} has a key that is not known: ${issue.keys.join(', ').slice(0, 200)}.`;
}
