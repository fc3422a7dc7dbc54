import { Flags } from '@oclif/core';

/** What every batch command takes. */
export const batchFlags = {
  'dry-run': Flags.boolean({ summary: 'Say what would be done and why; change nothing.' }),
  force: Flags.boolean({ summary: 'Compute again what is unchanged.' }),
  'run-id': Flags.string({
    summary: 'Continue the record of this run. What is finished is skipped in any case.',
  }),
};

export const clusterFlags = {
  algorithm: Flags.option({ options: ['kmeans'] as const })({
    summary: 'How pages are grouped; default: kmeans.',
  }),
  k: Flags.integer({ char: 'k', summary: 'Number of clusters; default: 48.', min: 1 }),
  seed: Flags.integer({ summary: 'Seed of every random choice; default: 42.', min: 0 }),
};

/** The settings that the flags of clustering stand for. */
export function clusterSettings(flags: {
  algorithm?: string | undefined;
  k?: number | undefined;
  seed?: number | undefined;
}): Record<string, unknown> {
  return {
    'clustering.algorithm': flags.algorithm,
    'clustering.k': flags.k,
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

/** What is no number is left to the schema, which says what is allowed. */
const numberOr = (text: string): number | string => {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? text : value;
};
