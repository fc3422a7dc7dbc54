import { z } from 'zod';
import { POLICIES } from '../algorithms/bandit/policy.js';

const text = z.string().min(1);
const whole = z.number().int();

/** The settings of tasks of Todoist. */
export const todoistSchema = z.strictObject({
  users: text
    .optional()
    .describe(
      'File of JSON Lines, `{user_id, token}`: whose tasks are read. Relative to the config file.',
    ),
  url: z
    .url({ protocol: /^https?$/, error: 'an http:// or https:// address' })
    .default('https://api.todoist.com')
    .describe('Address of the API, or of a proxy in front of it.'),
  callsPerMinute: whole
    .min(1)
    .max(100_000)
    .default(300)
    .describe('Calls a minute, of all users together; each user takes one a night.'),
  timeoutMs: whole.min(100).default(30_000).describe('Longest wait for one reply, ms.'),
});

/** The settings of contexts and recommendations. */
export const contextSchema = z.strictObject({
  activeDays: whole
    .min(1)
    .max(3_650)
    .default(30)
    .describe('Users of whom nothing has changed for so many days are left alone at night.'),
  slaMinutes: whole
    .min(1)
    .max(100_000)
    .default(360)
    .describe('How old a context may be; an older one is assembled anew when it is asked for.'),
  policy: z
    .enum(POLICIES)
    .default('thompson')
    .describe('How a tip is chosen: `linucb`, `thompson`, or `uniform` for a lot.'),
  alpha: z
    .number()
    .min(0)
    .max(100)
    .default(0.5)
    .describe('How much is tried out of which little is known.'),
  explore: z
    .number()
    .min(0.001)
    .max(1)
    .default(0.05)
    .describe('Share of tips that are drawn by lot, so that the log can be evaluated.'),
  rewardHours: z
    .number()
    .positive()
    .max(10_000)
    .default(24)
    .describe('A tip without a reaction for so long was not welcome, hours.'),
  keepTipsDays: whole
    .min(1)
    .max(3_650)
    .default(180)
    .describe('Tips and reactions are kept, and learnt from, for this many days.'),
  leastEffective: whole
    .min(1)
    .default(100)
    .describe('Effective rows below which an evaluation ranks nothing.'),
});
