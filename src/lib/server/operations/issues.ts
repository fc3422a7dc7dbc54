import { z } from 'zod';
import { issueJson, triageJson, wholeIssueJson } from '../../answering/issues/json.js';
import { lastingIssues } from '../../answering/issues/lasting.js';
import { triage, wholeIssue } from '../../answering/issues/whole.js';
import { IMPACT_LEVELS, ISSUE_CATEGORIES, TRIAGE_STATES } from '../../domain/issues.js';
import { operation } from '../operation.js';
import { id, none, noParams, noQuery, wholeNumber } from './shapes.js';

const MOST_ISSUES = 200;
const USUAL_ISSUES = 50;

const state = z.enum(TRIAGE_STATES);
const category = z.enum(ISSUE_CATEGORIES);
const params = z.strictObject({ key: id });

const issue = z.strictObject({
  issue_key: z.string(),
  title: z.string(),
  category,
  description: z.string(),
  impact_level: z.enum(IMPACT_LEVELS),
  would_pay_signal: z.boolean(),
  state,
  trend: z.enum(['new', 'growing', 'steady', 'fading']),
  items: z.number().int(),
  first_day: z.string(),
  last_day: z.string(),
  days: z.array(z.strictObject({ day: z.string(), items: z.number().int() })),
  cluster_date: z.string(),
  cluster_id: z.number().int(),
  method: z.enum(['llm', 'rules']),
});

const evidence = z.strictObject({
  source: z.string(),
  url: z.string().nullable(),
  title: z.string(),
  posted_at: z.string(),
  pay_quote: z.string().nullable(),
});

const whole = issue.extend({
  pay_quote: z.string().nullable(),
  aliases: z.array(z.string()),
  related: z.array(
    z.strictObject({ issue_key: z.string(), title: z.string(), likeness: z.number() }),
  ),
  evidence: z.array(evidence),
});

export const issues = operation({
  name: 'issues',
  method: 'GET',
  path: '/issues',
  summary: 'What people complain about in public, the largest of what still happens first.',
  role: 'reader',
  params: noParams,
  query: z.strictObject({
    category: category.optional(),
    state: state.optional(),
    limit: wholeNumber(MOST_ISSUES).optional(),
  }),
  body: none,
  reply: z.strictObject({ issues: z.array(issue), total: z.number().int() }),
  async handle({ query }, rooms) {
    const { limit = USUAL_ISSUES, ...wanted } = query;
    const all = await lastingIssues(await rooms.store(), wanted);
    return { issues: all.slice(0, limit).map(issueJson), total: all.length };
  },
});

export const oneIssue = operation({
  name: 'issue',
  method: 'GET',
  path: '/issues/:key',
  summary: 'An issue with its evidence, and who would pay to have it solved.',
  role: 'reader',
  params,
  query: noQuery,
  body: none,
  reply: whole,
  handle: async ({ params: { key } }, rooms) =>
    wholeIssueJson(await wholeIssue(await rooms.store(), key)),
});

export const triageIssue = operation({
  name: 'triage-issue',
  method: 'PUT',
  path: '/issues/:key/triage',
  summary: 'Says what was decided about an issue; no night touches it.',
  role: 'author',
  params,
  query: noQuery,
  body: z.strictObject({ state }),
  reply: z.strictObject({ issue_key: z.string(), state, changed_at: z.string() }),
  handle: async ({ params: { key }, body }, rooms) =>
    triageJson(await triage(await rooms.store(), rooms.clock, { key, state: body.state })),
});
