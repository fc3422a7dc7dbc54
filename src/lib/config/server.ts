import { z } from 'zod';

const whole = z.number().int();
const name = z.string().regex(/^[a-z0-9.-]+$/, 'a host name in lower case, without a port');

/** Settings of `gibsey serve`. */
export const serverSchema = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address that `gibsey serve` listens on; any but a loopback address takes tokens.'),
  port: whole.min(0).max(65_535).default(8080).describe('Port; 0 takes a free one.'),
  names: z
    .array(name)
    .default([])
    .describe(
      'Host names that requests may carry when the server listens on a loopback address behind a proxy.',
    ),
  origins: z
    .array(z.url({ protocol: /^https?$/, error: 'an origin such as https://example.org' }))
    .default([])
    .describe('Origins of other web pages that may call the server (CORS).'),
  bodyBytes: whole
    .min(1_000)
    .max(100_000_000)
    .default(1_000_000)
    .describe('Longest body of a request, bytes.'),
  requestsPerMinute: whole
    .min(1)
    .default(600)
    .describe('Requests a minute from one account, or from one address without a token.'),
  connections: whole.min(1).default(1_000).describe('Connections at the same time.'),
  turns: whole.min(1).default(256).describe('Answers in the making at the same time.'),
  requestTimeoutMs: whole
    .min(100)
    .default(30_000)
    .describe('Longest wait for the whole of a request, and for a reply that is no answer, ms.'),
  turnTimeoutMs: whole.min(100).default(150_000).describe('Longest wait for one answer, ms.'),
  heartbeatMs: whole
    .min(10)
    .default(15_000)
    .describe('A stream of events that is silent for this long gets a comment, ms.'),
  shutdownMs: whole
    .min(0)
    .default(10_000)
    .describe('How long answers in the making may go on when the server is told to stop, ms.'),
  keepConversations: z
    .boolean()
    .default(true)
    .describe(
      'Questions and answers outside of sessions are kept, too: what many ask gets an answer by night.',
    ),
  chatAliases: z
    .array(z.string().regex(/^\/[a-z0-9/_-]*[a-z0-9]$/, 'a path such as /my-shop/chat'))
    .default([])
    .describe('Further paths that answer as `POST /chat` does.'),
  logQuestions: z
    .boolean()
    .default(false)
    .describe('The log of requests holds the text of questions.'),
});
