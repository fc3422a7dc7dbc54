import { Args, Errors, Flags } from '@oclif/core';
import { ALGORITHMS } from '../lib/domain/clustering.js';
import type { Thresholds } from '../actions/smoke/report.js';

/** A question in words, as an argument. */
export const questionArg = Args.custom<string>({
  parse: (input) => {
    if (input.trim() !== '') return Promise.resolve(input);
    throw new Errors.CLIError('The question is empty.');
  },
});

/** What every batch command takes. */
export const batchFlags = {
  'dry-run': Flags.boolean({ summary: 'Say what would be done and why; change nothing.' }),
  force: Flags.boolean({ summary: 'Compute again what is unchanged.' }),
  'run-id': Flags.string({
    summary: 'Continue the record of this run. What is finished is skipped in any case.',
  }),
};

/** Which days issues are mined of. */
export const dayFlags = {
  from: Flags.custom<string>({ parse: day })({
    summary: 'First day of posts that issues are mined of, in UTC; default: yesterday.',
    helpValue: 'YYYY-MM-DD',
  }),
  to: Flags.custom<string>({ parse: day })({
    summary: 'Last day of posts, in UTC; default: yesterday.',
    helpValue: 'YYYY-MM-DD',
  }),
};

export const clusterFlags = {
  algorithm: Flags.option({ options: ALGORITHMS })({
    summary: 'How pages are grouped; default: kmeans.',
  }),
  k: Flags.custom<number | 'auto'>({ parse: clusterCount })({
    char: 'k',
    summary: 'Number of clusters, or auto; default: 48.',
    helpValue: 'N|auto',
  }),
  eps: Flags.custom<number>({ parse: distance })({
    summary: 'dbscan: greatest cosine distance of neighbours; default: 0.3.',
  }),
  'min-samples': Flags.integer({
    summary: 'dbscan, hdbscan: neighbours of a core page, itself included; default: 5.',
    min: 1,
  }),
  'min-cluster-size': Flags.integer({
    summary: 'hdbscan: pages that make a cluster; default: 5.',
    min: 2,
  }),
  seed: Flags.integer({ summary: 'Seed of every random choice; default: 42.', min: 0 }),
};

/** The settings that the flags of clustering stand for. */
export function clusterSettings(flags: {
  algorithm?: string | undefined;
  k?: number | 'auto' | undefined;
  eps?: number | undefined;
  'min-samples'?: number | undefined;
  'min-cluster-size'?: number | undefined;
  seed?: number | undefined;
}): Record<string, unknown> {
  return {
    'clustering.algorithm': flags.algorithm,
    'clustering.k': flags.k,
    'clustering.eps': flags.eps,
    'clustering.minSamples': flags['min-samples'],
    'clustering.minClusterSize': flags['min-cluster-size'],
    'clustering.seed': flags.seed,
  };
}

export const budgetFlags = {
  'max-tokens': Flags.integer({
    summary: 'Let language models take at most so many tokens, prompts included.',
    min: 1,
  }),
  'max-cost': Flags.string({
    summary: 'Let language models cost at most so many US dollars.',
    helpValue: 'USD',
  }),
};

/** The settings that the flags of the budget stand for. */
export function budgetSettings(flags: {
  'max-tokens'?: number | undefined;
  'max-cost'?: string | undefined;
}): Record<string, unknown> {
  const { 'max-tokens': tokens, 'max-cost': cost } = flags;
  return { 'night.maxTokens': tokens, 'night.maxCostUsd': cost && numberOr(cost) };
}

export const answersFlags = {
  days: Flags.integer({
    summary: 'Learn from the conversations of so many days; default: 7. Pages have no date.',
    min: 1,
  }),
  'max-golden': Flags.integer({
    summary: 'Prepare answers to at most so many questions; default: 50.',
    min: 0,
  }),
  'regenerate-cultural': Flags.boolean({ summary: 'Have the model rewrite the cultural chunks.' }),
};

/** The settings that the flags of prepared answers stand for. */
export function answersSettings(flags: {
  days?: number | undefined;
  'max-golden'?: number | undefined;
}): Record<string, unknown> {
  return { 'answers.days': flags.days, 'answers.max': flags['max-golden'] };
}

/** The bound of wrong answers that thresholds are chosen for. */
export const boundFlags = {
  'max-error-rate': Flags.string({
    summary: 'Greatest share that may be answered wrongly; default: 0.01.',
    helpValue: 'SHARE',
  }),
  of: Flags.option({ options: ['lookups', 'hits'] as const })({
    summary: 'What that is a share of: all look-ups, or the hits alone; default: lookups.',
  }),
};

/** The settings that the flags of the bound stand for. */
export function boundSettings(flags: {
  'max-error-rate'?: string | undefined;
  of?: string | undefined;
}): Record<string, unknown> {
  const { 'max-error-rate': rate, of } = flags;
  return {
    'answers.maxErrorRate': rate === undefined ? undefined : numberOr(rate),
    'answers.errorOf': of,
  };
}

/** What is no number is left to the schema, which says what is allowed. */
const numberOr = (text: string): number | string => {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
};

/** A part of a whole, 0 … 1. */
export const share = Flags.custom<number>({
  parse: async (input) => {
    const value = Number(input);
    if (input.trim() !== '' && value >= 0 && value <= 1) return value;
    throw new Errors.CLIError(`Expected a number from 0 to 1, but received: ${input}`);
  },
});

/** Where a server listens, without credentials. */
export const httpAddress = Flags.custom<string>({
  helpValue: 'URL',
  parse: async (input) => {
    const { protocol, username, password } = URL.canParse(input) ? new URL(input) : new URL('x:');
    if (/^https?:$/.test(protocol) && !username && !password) return input;
    throw new Errors.CLIError(
      'Expected an http:// or https:// address without a user, e.g. http://127.0.0.1:8080',
    );
  },
});

/** Bounds of a smoke test. */
export const thresholdFlags = {
  'max-p95': Flags.integer({
    summary: 'Longest time to the end of 95 % of the answers, ms.',
    default: 2500,
  }),
  'max-first-token': Flags.integer({
    summary: 'Longest time to the beginning of 95 % of the answers, ms.',
    default: 1500,
  }),
  'max-miss': share({
    summary: 'Share of questions that may go without the right page.',
    default: 0.1,
  }),
};

export function thresholds(flags: {
  'max-p95': number;
  'max-first-token': number;
  'max-miss': number;
}): Thresholds {
  const { 'max-p95': maxP95Ms, 'max-first-token': maxFirstTokenMs, 'max-miss': maxMiss } = flags;
  return { maxP95Ms, maxFirstTokenMs, maxMiss };
}

async function clusterCount(input: string): Promise<number | 'auto'> {
  if (input === 'auto') return input;
  const count = Number(input);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new Errors.CLIError(`Expected a whole number from 1 on, or auto, but received: ${input}`);
}

async function distance(input: string): Promise<number> {
  const value = Number(input);
  if (value > 0 && value <= 2) return value;
  throw new Errors.CLIError(`Expected a number above 0, at most 2, but received: ${input}`);
}

function day(input: string): Promise<string> {
  const at = /^\d{4}-\d\d-\d\d$/.test(input) ? new Date(`${input}T00:00:00Z`) : null;
  if (at && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(input))
    return Promise.resolve(input);
  throw new Errors.CLIError(`${input} is no day: give it as YYYY-MM-DD.`);
}
