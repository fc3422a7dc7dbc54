/** What a server sends, read minimally: more than is asked for here is its own affair. */
import { z } from 'zod';
import { ERRORS, GibseyError, type ErrorCode } from '../../lib/domain/errors.js';

export interface SeenQuote {
  pageId: string;
  start: number;
  end: number;
  text: string;
}

export const quoteReply = z
  .object({ page_id: z.string(), start: z.number(), end: z.number(), text: z.string() })
  .transform(({ page_id: pageId, start, end, text }): SeenQuote => ({ pageId, start, end, text }));
export const healthReply = z.object({ status: z.string(), mode: z.string().optional() });
export const retrieveReply = z.object({ quotes: z.array(quoteReply) });
export const pageReply = z.object({ id: z.string(), body: z.string() });
export const charactersReply = z.object({
  characters: z.array(z.object({ char_id: z.string() })),
});
export const accountReply = z.object({
  account: z.string(),
  role: z.string(),
  credits: z.number(),
});
export const metaEvent = z.object({ route: z.string() });
export const tokenEvent = z.object({ text: z.string() });
export const doneEvent = z.object({ answer: z.string() });
export const problem = z.object({ code: z.string().optional(), message: z.string() });
const errorReply = z.object({ error: problem });

/** @throws REPLY_INVALID naming what is wrong in it */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${what}: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'wrong'}`);
}

/** @throws REPLY_INVALID */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${what}: it is not JSON`);
  }
}

/** What a reply with a bad status says is wrong. */
export function refusal(status: number, text: string): GibseyError {
  try {
    return failure(errorReply.parse(JSON.parse(text)).error);
  } catch {
    return invalid(`it answered with ${status}`);
  }
}

/** What the server says is wrong, with its code where that is one of ours. */
export function failure({ code = '', message }: z.output<typeof problem>): GibseyError {
  const known = code in ERRORS ? (code as ErrorCode) : 'REPLY_INVALID';
  return new GibseyError(known, `The server says: ${message}`);
}

export function invalid(reason: string): GibseyError {
  return new GibseyError('REPLY_INVALID', `The server: ${reason}.`);
}
