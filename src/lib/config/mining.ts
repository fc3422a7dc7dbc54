import { z } from 'zod';

const text = z.string().min(1);
const list = (each: z.ZodString) => z.array(each).default([]);
const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'a text without spaces')
  .optional();
const address = (url: string) =>
  z
    .url({ protocol: /^https?$/, error: 'an http:// or https:// address' })
    .default(url)
    .describe('Address of the API, or of a proxy in front of it.');
const timeoutMs = z
  .number()
  .int()
  .min(100)
  .default(30_000)
  .describe('Longest wait for one reply, ms.');

/** The settings of issues of GitHub. */
export const githubSchema = z.strictObject({
  repos: list(text.regex(/^[\w.-]+\/[\w.-]+$/, 'OWNER/NAME')).describe(
    `Repositories whose issues are collected, \`OWNER/NAME\`.`,
  ),
  queries: list(text).describe(`Searches for issues, in the words of GitHub.`),
  token: secret.describe(
    'Token of GitHub; without one only what is public is read, and less of it.',
  ),
  url: address('https://api.github.com'),
  timeoutMs,
});

/** The settings of questions of Stack Overflow. */
export const stackoverflowSchema = z.strictObject({
  tags: list(text).describe(`Tags whose questions are collected.`),
  site: text.default('stackoverflow').describe('Site of Stack Exchange, as its API names it.'),
  key: secret.describe('Key of Stack Exchange: 10,000 calls a day in place of 300.'),
  url: address('https://api.stackexchange.com/2.3'),
  timeoutMs,
});

/** The settings of posts of Reddit. */
export const redditSchema = z.strictObject({
  subreddits: list(text.regex(/^\w+$/, 'a name without r/')).describe(
    `Subreddits whose posts are collected.`,
  ),
  clientId: secret.describe('Id of the app that Reddit has approved.'),
  clientSecret: secret.describe('Its secret.'),
  username: text
    .regex(/^[\w-]+$/, 'a name without u/')
    .optional()
    .describe('Who runs it, as Reddit wants to be told.'),
  url: address('https://oauth.reddit.com'),
  tokenUrl: address('https://www.reddit.com/api/v1/access_token').describe(
    'Where credentials become a token.',
  ),
  timeoutMs,
});

/** The settings of posts of Hacker News. */
export const hackernewsSchema = z.strictObject({
  queries: list(z.string()).describe(`Words to look for, one search each; an empty one finds all.`),
  tags: z
    .array(z.enum(['story', 'ask_hn', 'show_hn', 'poll', 'comment']))
    .min(1)
    .default(['ask_hn'])
    .describe('What is looked at: any of `story`, `ask_hn`, `show_hn`, `poll`, `comment`.'),
  url: address('https://hn.algolia.com/api/v1'),
  timeoutMs,
});
