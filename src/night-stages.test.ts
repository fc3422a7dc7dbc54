import { describe, expect, it } from 'vitest';
import type { StageName } from './lib/domain/values.js';
import type { Stage } from './lib/stages/stage.js';
import { selectStages } from './night-stages.js';

const NIGHT: StageName[] = [
  ...(['ingest', 'embed', 'cluster', 'summarize', 'publish'] as const),
  ...(['queries', 'query-clusters', 'answers', 'publish-answers', 'culture'] as const),
];

/** Only names are looked at. */
const stages = NIGHT.map((name) => ({ name }) as Stage);

describe('stages of a night', () => {
  const names = (choice: Parameters<typeof selectStages>[1]) =>
    selectStages(stages, choice).map(({ name }) => name);

  it.each([
    [{}, NIGHT],
    [{ only: ['pages'] }, NIGHT.slice(0, 5)],
    [{ only: ['answers'] }, NIGHT.slice(5, 9)],
    [{ only: ['culture'] }, ['culture']],
    [{ only: ['summarize'] }, ['summarize', 'publish']],
    [{ only: ['embed', 'queries'] }, ['embed', 'publish', 'queries', 'publish-answers']],
    [{ only: ['summarize'], skip: ['publish'] }, ['summarize']],
    [{ skip: ['answers'] }, [...NIGHT.slice(0, 5), 'culture']],
    [{ skip: ['summarize'] }, NIGHT.filter((name) => name !== 'summarize')],
  ])('%o', (choice, expected) => {
    expect(names(choice)).toEqual(expected);
  });
});
