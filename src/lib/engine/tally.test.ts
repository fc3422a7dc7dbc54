import { describe, expect, it } from 'vitest';
import type { StageName } from '../domain/values.js';
import type { Plan, Stage } from '../stages/stage.js';
import { tallyAll } from './tally.js';

const options = { force: false, signal: new AbortController().signal, examples: 1 };

function stage(
  name: StageName,
  needs: StageName[],
  actions: Plan['action'][],
  most: Stage['most'] = (planned, before) => planned + before,
): Stage {
  return {
    name,
    version: 1,
    needs,
    limits: { concurrency: 1, batch: 1 },
    most,
    async *plan() {
      for (const [i, action] of actions.entries()) {
        yield { unit: { key: `${name}${i}`, input: '' }, action, reason: 'test' };
      }
    },
    compute: async () => undefined,
    commit: async () => undefined,
  };
}

describe('tallyAll', () => {
  it('is exact while nothing before has work', async () => {
    const tallies = await tallyAll(
      [stage('ingest', [], ['skip', 'skip']), stage('embed', ['ingest'], ['run', 'skip'])],
      options,
    );
    expect(tallies).toMatchObject([
      { run: 0, skip: 2, certainty: 'exact', most: 0 },
      { run: 1, skip: 1, certainty: 'exact', most: 1, examples: [{ key: 'embed0' }] },
    ]);
  });

  it('bounds what comes behind a stage with work by what that stage may add', async () => {
    const tallies = await tallyAll(
      [
        stage('ingest', [], ['run', 'run', 'reject']),
        stage('ingest', [], ['run']),
        stage('embed', ['ingest'], ['skip']),
        stage('cluster', ['embed'], ['skip'], () => 1),
        stage('summarize', ['cluster'], [], () => null),
        stage('publish', ['summarize'], [], () => 1),
      ],
      options,
    );
    expect(tallies.map(({ stage: name, certainty, most }) => [name, certainty, most])).toEqual([
      ['ingest', 'exact', 2],
      ['ingest', 'exact', 1],
      ['embed', 'at most', 4],
      ['cluster', 'at most', 1],
      ['summarize', 'at most', null],
      ['publish', 'at most', 1],
    ]);
  });

  it('says why units are skipped, and names what is rejected first', async () => {
    const mixed = stage('ingest', [], ['run', 'skip', 'run', 'reject', 'skip']);
    const [tally] = await tallyAll([mixed], { ...options, examples: 2 });
    expect(tally?.skipReasons).toEqual({ test: 2 });
    expect(tally?.examples.map(({ key }) => key)).toEqual(['ingest3', 'ingest0']);
  });

  it('is exact for a stage whose needs are not among the stages', async () => {
    const [tally] = await tallyAll([stage('summarize', ['cluster'], ['run'])], options);
    expect(tally).toMatchObject({ certainty: 'exact', most: 1 });
  });
});
