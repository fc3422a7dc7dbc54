import { z } from 'zod';

const whole = z.number().int();

/** The settings of prepared answers. */
export const answersSchema = z.strictObject({
  days: whole
    .min(1)
    .max(3_650)
    .default(7)
    .describe('Conversations of this many days are learnt from.'),
  max: whole.min(0).max(10_000).default(50).describe('Most questions that get an answer.'),
  minUsers: whole
    .min(1)
    .default(2)
    .describe('Distinct users that must have asked: prepared answers are shown to everybody.'),
  minSize: whole.min(2).default(3).describe('Questions that make a cluster.'),
  algorithm: z
    .enum(['auto', 'dbscan', 'hdbscan'])
    .default('auto')
    .describe('How questions are grouped.'),
  eps: z
    .number()
    .positive()
    .max(2)
    .default(0.15)
    .describe('Greatest cosine distance of neighbours, for `dbscan`.'),
  maxErrorRate: z
    .number()
    .min(0.0001)
    .max(0.5)
    .default(0.01)
    .describe('Greatest share of look-ups that may be answered wrongly, 0.01: 1 %.'),
  errorOf: z
    .enum(['lookups', 'hits'])
    .default('lookups')
    .describe('What that is a share of: all `lookups`, or the `hits` alone, which serves fewer.'),
  auditRate: z
    .number()
    .min(0)
    .max(1)
    .default(0.02)
    .describe('Share of hits and near-misses that is drawn to be judged by night.'),
  auditDays: whole
    .min(1)
    .max(3_650)
    .default(30)
    .describe('What was drawn is kept, personal data masked, for this many days.'),
  maxJudged: whole
    .min(0)
    .max(100_000)
    .default(200)
    .describe('Most answers that the language model judges in one night.'),
  keepLookupsDays: whole
    .min(7)
    .max(36_500)
    .default(90)
    .describe(
      'The night removes look-ups that are older, in days, and feedback on answers that are gone; savings stay.',
    ),
  costPerCall: z
    .number()
    .min(0)
    .default(0.003)
    .describe('What a question costs that goes to the model, in US dollars.'),
  savedMsPerHit: whole
    .min(0)
    .default(2_500)
    .describe('What a question takes that goes to retrieval and the model, ms.'),
});

/** The settings of what is kept of what users say. */
export const conversationsSchema = z.strictObject({
  keepDays: whole
    .min(1)
    .max(36_500)
    .optional()
    .describe(
      'The night removes what users said, with all that was made of it, once it is older, in days; default: it is kept.',
    ),
});
