import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishAnswers, wordEmbedder } from '../../../../../test/support/golden.js';
import { page, temporaryStore } from '../../../../../test/support/store.js';
import type { Store } from '../../../ports/index.js';
import { prior } from '../calibration/calibration.js';
import { explain } from '../lookup/decide.js';
import { GoldenIndex } from './question-index.js';
import { minedStock } from './stored-answers.js';

describe('the questions that a mined answer is served to', () => {
  let store: Store;
  beforeEach(async () => {
    store = await temporaryStore();
    await store.pages.put([page('coffin', { body: 'He lay in it when he had a fever.' })]);
  });
  afterEach(() => store.close());

  /** Those of a cluster whose canonical question is the first one. */
  const kept = async (...questions: string[]) => {
    const answer = 'He had a fever.';
    await publishAnswers(store, [{ clusterId: 1, questions, answer, pageId: 'coffin' }]);
    const generation = await store.generations.published('answers');
    const [stocked] = await minedStock(store, wordEmbedder, generation!);
    return stocked?.questions.map(({ text }) => text);
  };

  it('are its wordings, each once', async () => {
    const wordings = ['Why did Queequeg want a coffin?', 'Why had Queequeg a coffin?'];
    expect(await kept(...wordings, wordings[1]!)).toEqual(wordings);
  });

  it('are none that ask for another kind of thing, unless all other words are the same', async () => {
    const canonical = 'How do I find the coffin of Queequeg?';
    const near = 'Where do I find the coffin of Queequeg?';
    expect(await kept(canonical, near, 'Who was the Queequeg?')).toEqual([canonical, near]);
  });

  it('are none that wandered into the cluster, or turn the question round', async () => {
    const canonical = 'Why did Queequeg want a coffin?';
    const others = ['Did it rain yesterday?', 'Why did Queequeg not want a coffin?'];
    expect(await kept(canonical, ...others)).toEqual([canonical]);
  });

  it('are compared in their own words, and shown in the canonical ones where few share them', async () => {
    const canonical = 'Why did Queequeg want a coffin?';
    const own = 'Why did Queequeg want that coffin?';
    await kept(canonical, own);
    const generation = await store.generations.published('answers');
    const [stocked] = await minedStock(store, wordEmbedder, generation!);
    expect(stocked!.questions.map(({ text, shownAs }) => [text, shownAs])).toEqual([
      [canonical, undefined],
      [own, canonical],
    ]);
    const index = new GoldenIndex(wordEmbedder.space.dimensions);
    index.put({ answerId: 'a', questions: stocked!.questions });
    const [vector] = await wordEmbedder.embed([own], { purpose: 'cluster' });
    const hood = index.search({ text: own, vector: vector! });
    expect(hood.neighbours[0]).toMatchObject({ text: own });
    expect(explain(hood, prior()).nearest).toBe(canonical);
    const told = explain(
      index.search({ text: own.replace('did', 'did not'), vector: vector! }),
      prior(),
    );
    expect(told.veto).toMatchObject({ kind: 'negation', stored: '' });
    expect(JSON.stringify([told.nearest, told.veto])).not.toContain('that coffin');
  });
});
