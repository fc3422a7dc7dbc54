import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embedderOf, kitOf } from '../../../../test/support/kit.js';
import { page, reasons, runAll, temporaryStore } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import { hashText } from '../../algorithms/text/hashing.js';
import type { Cluster } from '../../domain/clustering.js';
import type { EmbeddedQuery } from '../../domain/query.js';
import type { Space } from '../../domain/values.js';
import { queryClusters } from '../../pipelines/answers.js';
import type { Store } from '../../ports/index.js';
import { answerEntries } from '../publish/answers.js';
import { publishStage } from '../publish/stage.js';
import { candidatesOf } from './candidates.js';
import {
  answersStage,
  currentCandidates,
  type AnswersOptions,
  type AnswerWriter,
} from './stage.js';
import { waitingQuestions } from './waiting.js';

const SPACE: Space = { id: 'test', dimensions: 4 };
const GATE = { minUsers: 2, max: 50 };

describe('answers', () => {
  let store: Store;
  beforeEach(async () => {
    store = await temporaryStore();
    await store.pages.put([page('visa', { body: 'You renew it at the office.' }), page('tea')]);
  });
  afterEach(() => store.close());

  const group = () => {
    const settings = { answers: { minSize: 3, days: 365_000 } };
    return runAll(queryClusters(kitOf(store, embedderOf(SPACE), { settings })));
  };
  const options = (more: Partial<AnswersOptions> = {}): AnswersOptions => ({
    ...store,
    ...GATE,
    space: SPACE,
    release: '1.0.0',
    writer: writerOn(store),
    clock: systemClock,
    concurrency: 2,
    runId: 'run',
    ...more,
  });
  const publish = async () => {
    const candidates = () => currentCandidates({ ...store, ...GATE, space: SPACE });
    await runAll(
      publishStage({
        ...store,
        ...{ name: 'publish-answers', needs: [], scope: 'answers' },
        manifest: async () => answerEntries(await candidates(), store),
        clock: systemClock,
        runId: 'run',
        keep: 7,
      }),
    );
    return store.generations.published('answers');
  };

  it('answers what several users ask, in words that hold nothing personal', async () => {
    await store.queries.put(SPACE, [
      ...asked(0, ['ann', 'bo', 'cy'], { personal: true }).slice(0, 1),
      ...asked(0, ['ann', 'bo', 'cy']).slice(1),
      ...asked(1, ['ann', 'ann', 'ann']),
    ]);
    await group();
    await runAll(answersStage(options()));
    const generation = await publish();
    expect(generation!.entries).toMatchObject([{ stale: false }]);
    expect(await waitingQuestions(store)).toBe(0);
    const [artefact] = await artefacts(generation!.entries.map((entry) => entry.artefact));
    expect(artefact).toMatchObject({
      question: 'q0-1',
      answer: 'You renew it at the office.',
      users: 3,
      queries: 3,
      model: 'extractive',
      sources: [{ pageId: 'visa' }],
    });
  });

  it('puts first what most users ask, and stops at the most that is wanted', async () => {
    await store.queries.put(SPACE, [
      ...asked(0, ['ann', 'bo', 'ann']),
      ...asked(1, ['ann', 'bo', 'cy']),
      ...asked(2, ['ann', 'bo', 'bo', 'ann']),
    ]);
    await group();
    const first = async (max: number) =>
      (await currentCandidates({ ...options(), max })).map(({ canonical }) =>
        canonical.id.slice(0, 2),
      );
    expect(await first(9)).toEqual(['q1', 'q2', 'q0']);
    expect(await first(2)).toEqual(['q1', 'q2']);
  });

  it('leaves alone what only density holds together', async () => {
    const clusters = [
      { clusterId: 1, size: 3, cohesion: 1 / Math.sqrt(3) }, // at right angles
      { clusterId: 2, size: 3, cohesion: 0.9 },
    ] as Cluster[];
    const queries = asked(0, ['ann', 'bo', 'cy']);
    const members = queries.map(({ id }) => ({ id, clusterId: 0, distance: 0, contentHash: '' }));
    const both = new Map([1, 2].map((id) => [id, members]));
    const known = new Map(queries.map((query) => [query.id, query]));
    const found = candidatesOf(clusters, both, known, GATE);
    expect(found.map(({ clusterId }) => clusterId)).toEqual([2]);
  });

  it('looks for pages in several wordings, from near the centre to far, without anything personal', () => {
    const clusters = [{ clusterId: 1, size: 10, cohesion: 0.9 }] as Cluster[];
    const wordings = (texts: string[], personal: string[] = []) => {
      const queries = asked(0, texts).map((query, i) => {
        return { ...query, text: texts[i]!, personal: personal.includes(texts[i]!) };
      });
      const members = queries.map(({ id }) => ({ id, clusterId: 1, distance: 0, contentHash: '' }));
      const known = new Map(queries.map((query) => [query.id, query]));
      return candidatesOf(clusters, new Map([[1, members]]), known, GATE)[0]?.wordings;
    };
    expect(wordings(['a', 'b', 'b', 'a', 'c'])).toEqual(['b', 'c']);
    expect(wordings(['a', 'b', 'c', 'd'], ['b'])).toEqual(['c', 'd']);
    expect(wordings([...'abcdefghij'])).toEqual(['b', 'e', 'g', 'j']);
  });

  it('is not written anew for another order of the pages behind the best one', async () => {
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy']));
    await group();
    const [visa, tea, ink] = ['visa', 'tea', 'ink'].map((pageId) => ({ pageId, contentHash: '' }));
    const given: (readonly string[])[] = [];
    const plan = (pages: unknown[]) => {
      const sources: AnswerWriter['sources'] = async (_text, _signal, wordings = []) => {
        given.push(wordings);
        return pages as Awaited<ReturnType<AnswerWriter['sources']>>;
      };
      return answersStage(options({ writer: { ...writerOn(store), sources } }));
    };
    await runAll(plan([visa, tea, ink]));
    const elsewhere = (body: string) => store.pages.put([page('elsewhere', { body })]);
    await elsewhere('A page that is looked at.');
    expect(given[0]?.toSorted()).toEqual(['q0-0', 'q0-2']); // q0-1, between them, is canonical
    expect(await reasons(plan([visa, ink, tea]))).toEqual([expect.stringContaining('skip')]);
    await elsewhere('It is looked at again.');
    expect(await reasons(plan([tea, visa, ink]))).toEqual([expect.stringContaining('run')]);
  });

  it('looks for no page while nothing has changed', async () => {
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy']));
    await group();
    await runAll(answersStage(options()));
    const must = () => Promise.reject(new Error('It must not be asked.'));
    const idle = { name: 'extractive', refresh: must, sources: must, write: must };
    const stage = answersStage(options({ writer: idle }));
    expect(await reasons(stage)).toEqual([expect.stringContaining('skip, unchanged')]);
    await stage.remember?.();
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy', 'di']));
    await group();
    await expect(reasons(answersStage(options({ writer: idle })))).rejects.toThrow('must not');
  });

  it('writes anew only what has changed', async () => {
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy']));
    await group();
    const stage = (more: Partial<AnswersOptions> = {}) => answersStage(options(more));
    const why = async (more: Partial<AnswersOptions> = {}, force = false) =>
      (await reasons(stage(more), force)).map((reason) => reason.replace(/^question:\d+: /, ''));
    expect(await why()).toEqual(['run, new']);
    await runAll(stage());
    expect(await why()).toEqual(['skip, unchanged']);
    expect(await why({}, true)).toEqual(['run, forced']);
    const model = { writer: writerOn(store, 'a-model') };
    expect(await why(model)).toEqual(['run, another model']);
    await runAll(stage(model));
    expect(await why()).toEqual(['skip, a model has answered it']);
    await store.pages.put([page('visa', { body: 'You renew it by post.' })]);
    expect(await why()).toEqual(['run, question or pages changed']);
  });

  it('comes back to an answer that was made without the model', async () => {
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy']));
    await group();
    const failing = { ...writerOn(store), name: 'a-model' }; // writes extractively all the same
    await runAll(answersStage(options({ writer: failing })));
    const model = options({ writer: writerOn(store, 'a-model') });
    expect(await reasons(answersStage(model))).toEqual([
      expect.stringContaining('run, another model'),
    ]);
    await runAll(answersStage(model));
    const [artefact] = await artefacts((await publish())!.entries.map((entry) => entry.artefact));
    expect(artefact).toMatchObject({ model: 'a-model' });
  });

  it('comes back with a model to what the pages alone were not sure of', async () => {
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy']));
    await group();
    const unsure = {
      ...writerOn(store, 'a-model'),
      write: () => Promise.resolve('unsure' as const),
    };
    await runAll(answersStage(options({ writer: unsure })));
    expect((await publish())!.entries).toEqual([]);
    expect(await waitingQuestions(store)).toBe(1);
    expect(await reasons(answersStage(options()))).toEqual([
      expect.stringContaining('skip, unchanged'),
    ]);
    expect(await reasons(answersStage(options({ writer: unsure })))).toEqual([
      expect.stringContaining('run, another model'),
    ]);
  });

  it('marks an answer as stale as soon as its page has changed', async () => {
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy']));
    await group();
    await runAll(answersStage(options()));
    await store.pages.put([page('visa', { body: 'You renew it by post.' })]);
    expect((await publish())!.entries).toMatchObject([{ stale: true }]);
    await store.pages.delete(['visa']);
    expect((await publish())!.entries).toMatchObject([{ stale: true }]);
  });

  it('shows nothing where no page says anything', async () => {
    await store.queries.put(SPACE, asked(0, ['ann', 'bo', 'cy']));
    await group();
    const silent = { ...writerOn(store), write: () => Promise.resolve(null) };
    await runAll(answersStage(options({ writer: silent })));
    expect((await publish())!.entries).toEqual([]);
    expect(await reasons(answersStage(options()))).toEqual([
      expect.stringContaining('skip, unchanged'),
    ]);
  });

  const artefacts = async (inputs: string[]) => {
    const found = await store.memo.artefacts('answers', inputs);
    return inputs.map((input) => (found.get(input) as { answer: object }).answer);
  };
});

/** Answers everything with the page on visas. */
function writerOn(store: Store, name = 'extractive'): AnswerWriter {
  const read = async () => (await store.pages.get(['visa']))[0]!;
  return {
    name,
    refresh: async () => undefined,
    sources: async () => [{ pageId: 'visa', contentHash: (await read()).contentHash }],
    async write() {
      const { body, contentHash } = await read();
      const quote = { pageId: 'visa', title: null, chapter: null, position: null, text: body };
      const place = {
        start: 0,
        end: body.length,
        context: { before: '', after: '' },
        contentHash,
        score: 1,
      };
      return { answer: body, sources: [{ ...quote, ...place }], model: name, tokens: 0 };
    },
  };
}

function asked(axis: number, users: string[], more: Partial<EmbeddedQuery> = {}): EmbeddedQuery[] {
  return users.map((userId, n) => {
    const vector = new Float32Array(4);
    vector[axis] = Math.cos(n / 100);
    vector[(axis + 1) % 4] = Math.sin(n / 100);
    const id = `q${axis}-${n}`;
    const said = { text: id, personal: false, language: null, contentHash: hashText(id) };
    return { id, userId, createdAt: n, ...said, vector, ...more };
  });
}
