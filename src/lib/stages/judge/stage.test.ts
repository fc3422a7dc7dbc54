import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasons, runAll, temporaryStore } from '../../../../test/support/store.js';
import { standIn, type StandIn } from '../../../../test/support/chat.js';
import { GibseyError } from '../../domain/errors.js';
import type { AuditReport, Belief, Verdict } from '../../domain/judge.js';
import type { ChatMessage, Store } from '../../ports/index.js';
import type { Bench, Case } from './docket.js';
import { judgeStage } from './stage.js';
import { CASES } from './trial-cases.js';

const TRIALS = CASES.reduce((sum, { same, other }) => sum + same.length + other.length, 0);
const KNOWN = new Set(CASES.flatMap(({ same }) => same));

/** The first fenced text of the prompt: what the reader asks. */
const askedOf = (messages: readonly ChatMessage[]) =>
  /<<text 1 \w+>>\n(.*)\n<<end/.exec(messages.at(-1)?.content ?? '')?.[1] ?? '';

/** Knows the trials, and calls every other question answered that holds "yes". */
const judge = (says: (asked: string) => boolean = (asked) => asked.includes('yes')): StandIn =>
  standIn((messages) => {
    const asked = askedOf(messages);
    const isTrial = CASES.some(({ same, other }) => [...same, ...other].includes(asked));
    return [`{"difference": "none", "answers": ${isTrial ? KNOWN.has(asked) : says(asked)}}`];
  });

const matterOf = (asked: string): Case => ({
  key: `key of ${asked}`,
  matter: { asked, offer: { question: 'Q?', answer: 'A.', quotes: [] }, fresh: null },
});

describe('judge stage', () => {
  let store: Store;
  let settled: { verdicts: Map<string, Verdict>; belief: Belief }[];
  beforeEach(async () => {
    store = await temporaryStore();
    settled = [];
  });
  afterEach(() => store.close());

  const bench = (asked: readonly string[], fingerprint = 'same'): Bench => ({
    open: async () => ({
      cases: asked.map(matterOf),
      fingerprint,
      settle: async (verdicts, belief) => {
        settled.push({ verdicts: new Map(verdicts), belief });
        return { judge: belief } as AuditReport;
      },
    }),
  });
  const stage = (model: StandIn | null, asked: readonly string[], more: object = {}) =>
    judgeStage({ memo: store.memo, model, bench: bench(asked), max: 9, concurrency: 2, ...more });
  const why = async (...given: Parameters<typeof stage>) =>
    (await reasons(stage(...given))).map((reason) => reason.replace('key of ', ''));

  it('tries the judge, asks it once for each verdict, and asks nothing in an unchanged night', async () => {
    const model = judge();
    expect(await why(model, ['a yes', 'b no'])).toEqual([
      'trials: run, a judge that was not tried yet',
      'a yes: run, new',
      'b no: run, new',
      'outcome: run, new',
    ]);
    await runAll(stage(model, ['a yes', 'b no']));
    expect(model.asked).toHaveLength(TRIALS + 2);
    const [{ verdicts, belief }] = settled as [(typeof settled)[0]];
    expect([...verdicts.values()]).toEqual([true, false]);
    expect(belief).toMatchObject({
      doubt: null,
      trials: { falseAccepts: 0, wrong: 48, right: 24 },
    });
    expect(await why(model, ['a yes', 'b no'])).toEqual([
      'trials: skip, it has stood its trial',
      'a yes: skip, unchanged',
      'b no: skip, unchanged',
      'outcome: skip, unchanged',
    ]);
  });

  it('asks only what is new, and settles again when something else has changed', async () => {
    const model = judge();
    await runAll(stage(model, ['a yes']));
    await runAll(stage(model, ['a yes', 'c no']));
    expect(model.asked).toHaveLength(TRIALS + 2);
    expect(settled.at(-1)?.verdicts.size).toBe(2);
    const changed = { bench: bench(['a yes', 'c no'], 'other') };
    expect((await why(model, [], changed)).at(-1)).toBe('outcome: run, something changed');
  });

  it('forgets verdicts that nothing needs, but not what they were', async () => {
    const model = judge();
    await runAll(stage(model, ['a yes']));
    await runAll(stage(model, ['b no']));
    expect((await store.memo.keys('judge')).sort()).toEqual(['key of b no', 'outcome', 'trials']);
    await runAll(stage(model, ['a yes', 'b no']));
    expect(model.asked).toHaveLength(TRIALS + 2);
  });

  it('leaves what is too much for another night', async () => {
    const model = judge();
    const three = ['a', 'b', 'c'];
    expect((await why(model, three, { max: 2 })).slice(1, 4)).toEqual([
      'a: run, new',
      'b: run, new',
      'c: skip, left for another night',
    ]);
    await runAll(stage(model, three, { max: 2 }));
    expect((await why(model, three, { max: 2 })).slice(1, 4).at(-1)).toBe('c: run, new');
  });

  it.each([
    ['accepts too much', true, 'it called 48 of 48 wrong answers right'],
    ['refuses everything', false, 'it called only 0 of 24 right answers right'],
  ])('does not believe a judge that %s, and says so', async (_, says, doubt) => {
    const model = standIn(() => [`{"difference":"none","answers":${says}}`]);
    await runAll(stage(model, ['a yes']));
    expect(model.asked).toHaveLength(TRIALS);
    expect(settled).toMatchObject([{ belief: { doubt } }]);
    expect(settled[0]!.verdicts.size).toBe(0);
    expect(await why(model, ['a yes'])).toEqual([
      `trials: skip, ${doubt}`,
      `a yes: skip, ${doubt}`,
      'outcome: skip, unchanged',
    ]);
  });

  it('tries another model anew', async () => {
    await runAll(stage(judge(), ['a yes']));
    const other = { ...judge(() => false), name: 'other' };
    expect((await why(other, ['a yes'])).slice(0, 2)).toEqual([
      'trials: run, a judge that was not tried yet',
      'a yes: run, new',
    ]);
  });

  it('judges nothing without a model, and tries none where there is nothing to judge', async () => {
    expect(await why(null, ['a yes'])).toEqual([]);
    expect(await why(judge(), [])).toEqual([]);
  });

  it('judges nothing without a model', async () => {
    expect(await why(null, ['a yes'])).toEqual([]);
  });

  it('says what it could not judge when the model goes away, and comes back to it', async () => {
    const gone = standIn(() => [new GibseyError('SERVICE_UNREACHABLE', 'It is away.')]);
    const tried = stage(gone, ['a yes']);
    await runAll(tried);
    expect(tried.shortfall?.()).toBe('2 not judged: It is away.');
    expect(settled).toEqual([]);
    expect((await why(gone, ['a yes'])).slice(0, 2)).toEqual([
      'trials: run, a judge that was not tried yet',
      'a yes: run, new',
    ]);
  });

  it('takes what it cannot read for no verdict, after a second attempt without the schema', async () => {
    const model = judge();
    await runAll(stage(model, []));
    const chat = model.chat.bind(model);
    const schemas: unknown[] = [];
    model.chat = async (messages, how) => {
      if (!askedOf(messages).startsWith('mumble')) return chat(messages, how);
      schemas.push(how.schema);
      return { text: 'Hm.', tokens: { prompt: 1, completion: 1 }, cut: false };
    };
    await runAll(stage(model, ['mumble']));
    expect([...settled.at(-1)!.verdicts.values()]).toEqual([null]);
    expect(schemas).toEqual([expect.objectContaining({ type: 'object' }), undefined]);
  });
});
