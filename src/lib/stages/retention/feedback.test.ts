import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, temporaryStore } from '../../../../test/support/store.js';
import { publishAnswers } from '../../../../test/support/golden.js';
import type { Feedback } from '../../domain/lookup.js';
import type { Store } from '../../ports/index.js';
import { feedbackLog } from './feedback.js';

const DAY = 86_400_000;
/** Feedback from before this day may go. */
const TODAY = 20_000;
const OLD = TODAY * DAY - 1;
const ANSWER = { clusterId: 7, questions: ['Where is it?'], answer: 'There.', pageId: 'p' };

describe('feedback that may go', () => {
  let store: Store;
  let mined: string;
  beforeEach(async () => {
    store = await temporaryStore();
    await store.pages.put([page('p')]);
    await publishAnswers(store, [ANSWER]);
    const published = await store.generations.published('answers');
    mined = published!.entries[0]!.artefact;
  });
  afterEach(() => store.close());

  const say = (id: string, answerId: string, createdAt: number) => {
    const said: Omit<Feedback, 'helpful'> = {
      ...{ id, answerId, lookupId: null, userId: id, comment: null, createdAt },
    };
    return store.lookups.feedback({ ...said, helpful: false });
  };
  const left = async () => (await store.lookups.feedbackOf(null, 0)).map(({ id }) => id);
  const prune = async () => {
    const log = feedbackLog(store);
    const counted = await log.countBefore(TODAY);
    expect(await log.prune(TODAY)).toBe(counted);
    expect(await log.countBefore(TODAY)).toBe(0);
    return counted;
  };

  it('is old, and of an answer that is nowhere any more', async () => {
    await say('gone', 'an answer of long ago', OLD);
    await say('recent', 'an answer of long ago', TODAY * DAY);
    expect(await prune()).toBe(1);
    expect(await left()).toEqual(['recent']);
  });

  it('is none of an answer that is given now, or would be, had nobody complained', async () => {
    for (const id of ['a', 'b', 'c']) await say(id, mined, OLD);
    expect(await prune()).toBe(0);
  });

  it('is none of an answer whose question is still asked: the answer may come back', async () => {
    await say('a', mined, OLD);
    await publishAnswers(store, [{ ...ANSWER, answer: 'Elsewhere.' }], 2);
    expect((await store.generations.published('answers'))!.entries[0]!.artefact).not.toBe(mined);
    expect(await prune()).toBe(0);
    await publishAnswers(store, [{ ...ANSWER, clusterId: 8 }], 3);
    expect(await prune()).toBe(1);
  });

  it('is what was said of an earlier text of a curated answer, and no more', async () => {
    const faq = { id: 'faq', question: 'Where?', answer: 'There.', variants: [], sources: [] };
    await store.curated.put([{ ...faq, updatedAt: OLD - 10 }]);
    await say('of the text before', 'faq', OLD - 11);
    await say('of this text', 'faq', OLD - 10);
    expect(await prune()).toBe(1);
    expect(await left()).toEqual(['of this text']);
    await store.curated.delete('faq');
    expect(await prune()).toBe(1);
  });
});
