import { describe, expect, it } from 'vitest';
import type { Run } from '../lib/domain/run.js';
import { planJson, planText, runsText } from './run.js';

const RUN: Run = {
  ...{ runId: '01JD8XJ4V3N8Q5W2R7T9Y1Z3B6', command: 'nightly', status: 'success' },
  ...{ startedAt: 1_795_000_000_000, endedAt: 1_795_000_345_000, durationMs: 345_000 },
  ...{ stages: [], models: { calls: 0, tokens: 0, costUsd: 0 }, warnings: [], published: null },
  ...{ configHash: 'c', versions: {}, error: null },
};

describe('the list of runs', () => {
  it('fits a terminal of 80 columns; why a run ended early stands below it', () => {
    const error = { code: 'STORE_FULL', message: 'The disk of the store is full.' } as const;
    const long: Run = { ...RUN, command: 'golden-answers import', status: 'unchanged' };
    const lines = runsText([RUN, { ...RUN, status: 'failed', error }, long]).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines).toContain(`    ${error.message}`);
    expect(lines.filter((line) => line.includes(RUN.runId))).toHaveLength(3);
  });
});

it('a run of a usual night takes one line', () => {
  const lines = runsText([RUN, { ...RUN, command: 'golden-answers' }], RUN.startedAt).split('\n');
  expect(lines).toHaveLength(3);
});

describe('a plan', () => {
  const tally = {
    ...({ stage: 'culture', run: 1, skip: 4, reject: 1, certainty: 'exact', most: 1 } as const),
    skipReasons: { 'no model': 3, unchanged: 1 },
    examples: [
      {
        key: '/a/long/path/to/a/file/of/conversations.jsonl:42',
        action: 'reject',
        reason: 'no text',
      },
      { key: `${'0123456789'.repeat(7)}/1`, action: 'run', reason: 'new' },
    ] as const,
  };

  it('says why units are skipped, and shortens keys that nobody types', () => {
    const text = planText([{ ...tally, examples: [...tally.examples] }]);
    expect(text.split('\n').map((line) => line.trim())).toEqual([
      'run     culture  1 unit',
      'reject  culture  1 unit',
      'reject /a/long/path/to/a/file/of/conversations.jsonl:42: no',
      'text',
      'run 01234567890123456789…34567890123456789/1: new',
      'skip    culture  4 units, 3 no model, 1 unchanged',
    ]);
    const none = { ...tally, run: 0, reject: 0, examples: [], skipReasons: { 'no model': 4 } };
    expect(planText([none])).toBe('  skip  culture  4 units, no model');
    expect(planJson([none]).stages).toMatchObject([
      { name: 'culture', skip: 4, skip_reasons: { 'no model': 4 } },
    ]);
  });
});
