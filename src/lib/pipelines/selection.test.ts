import { describe, expect, it } from 'vitest';
import type { Stage } from '../stages/stage.js';
import { PIPELINES } from './registry.js';
import { nightChoice, selectStages } from './selection.js';

const NIGHT = [
  ...['ingest', 'embed', 'cluster', 'summarize', 'publish'],
  ...['queries', 'query-clusters', 'answers', 'publish-answers', 'culture'],
];

/** Only names are looked at. */
const parts = PIPELINES.map(({ name: pipeline, after, stageNames }) => {
  const stages = stageNames.filter((name) => NIGHT.includes(name));
  return { name: pipeline, after, stages: stages.map((name) => ({ name }) as Stage) };
});

describe('stages of a night', () => {
  const names = (choice: Parameters<typeof selectStages>[1]) =>
    selectStages(parts, choice).flatMap(({ stages }) => stages.map(({ name }) => name));

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

/** The pipelines of every night that come after the pages. */
const AFTER_PAGES = ['answers', 'issues', 'tasks', 'context', 'retention'];

describe('what contradicts itself', () => {
  const culture = { 'regenerate-cultural': true };

  it.each([
    [{ only: ['publish'], skip: ['publish'] }, /^--only publish and --skip publish/],
    [{ only: ['embed', 'culture'], skip: ['pages'] }, /^--only embed and --skip pages/],
    [{ only: ['pages'], skip: NIGHT.slice(0, 5) }, /^--only pages/],
    [
      { skip: ['pages', ...AFTER_PAGES] },
      /^--skip pages,answers,issues,tasks,context,retention leaves nothing/,
    ],
    [{ skip: [...NIGHT.slice(0, 5), ...AFTER_PAGES] }, /leaves nothing/],
    [{ ...culture, skip: ['culture'] }, /--skip culture/],
    [{ ...culture, only: ['pages'] }, /--only pages leaves out/],
  ])('%o is refused', (flags, message) => {
    expect(() => nightChoice(flags)).toThrow(message);
  });

  it.each([
    {},
    { only: ['pages'], skip: ['publish'] },
    { only: ['summarize'], skip: ['publish'] },
    { only: ['publish'], skip: ['answers'] },
    { skip: ['pages'] },
    { skip: ['culture'] },
    { skip: ['pages', 'answers'] },
    { ...culture, skip: ['pages', ...AFTER_PAGES] },
    { ...culture, only: ['culture', 'pages'] },
  ])('%o is not', ({ only, skip, ...more }: Parameters<typeof nightChoice>[0]) => {
    const wanted = more['regenerate-cultural'] ?? false;
    expect(nightChoice({ only, skip, ...more })).toEqual({ only, skip, culture: wanted });
  });

  it('takes the name of the stage for the wish', () => {
    expect(nightChoice({ only: ['culture'] })).toMatchObject({ culture: true });
  });
});
