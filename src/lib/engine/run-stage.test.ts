import { describe, expect, it } from 'vitest';
import { systemClock } from '../adapters/clock/system.js';
import { GibseyError } from '../domain/errors.js';
import type { RunEvent } from '../ports/index.js';
import type { Plan, Stage, Unit } from '../stages/stage.js';
import { runStage, type StageContext } from './run-stage.js';

/** No waiting between retries. */
const clock = { ...systemClock, sleep: () => Promise.resolve() };

function context(more: Partial<StageContext> = {}): StageContext & { events: RunEvent[] } {
  const events: RunEvent[] = [];
  return {
    clock,
    report: (event) => events.push(event),
    signal: new AbortController().signal,
    force: false,
    fence: 7,
    total: null,
    events,
    ...more,
  };
}

interface Recorder extends Stage {
  committed: string[][];
}

function stage(
  keys: readonly string[],
  compute: (key: string) => Promise<unknown>,
  more: Partial<Stage> = {},
): Recorder {
  const committed: string[][] = [];
  async function* plan(): AsyncIterable<Plan> {
    for (const key of keys) {
      const action = key.startsWith('skip') ? 'skip' : key.startsWith('bad') ? 'reject' : 'run';
      yield { unit: { key, input: key }, action, reason: `because ${key}` };
    }
  }
  return {
    name: 'embed',
    version: 1,
    needs: [],
    limits: { concurrency: 3, batch: 2 },
    most: (planned) => planned,
    plan,
    compute: ({ key }: Unit) => compute(key),
    commit: (results) => {
      committed.push(results.map(({ unit }) => unit.key));
      return Promise.resolve();
    },
    committed,
    ...more,
  };
}

const keys = (n: number) => Array.from({ length: n }, (_, i) => `u${i}`);
const later = () => new Promise((resolve) => setImmediate(resolve));

describe('runStage', () => {
  it('computes what the plan says, commits in batches, counts the rest', async () => {
    const work = stage(['skip1', 'u0', 'u1', 'bad.jsonl:3', 'u2', 'skip2'], later);
    const { record, fatal } = await runStage(work, context());
    expect(fatal).toBeNull();
    expect(record).toMatchObject({ status: 'partial', processed: 3, skipped: 2, failed: 1 });
    expect(record.failures).toEqual([
      { key: 'bad.jsonl:3', code: 'BAD_INPUT', message: 'because bad.jsonl:3' },
    ]);
    expect(work.committed.flat().sort()).toEqual(['u0', 'u1', 'u2']);
    expect(Math.max(...work.committed.map((batch) => batch.length))).toBeLessThanOrEqual(2);
  });

  it('never computes more at once than the stage allows', async () => {
    let now = 0;
    let most = 0;
    const work = stage(keys(20), async () => {
      most = Math.max(most, ++now);
      await later();
      now--;
    });
    await runStage(work, context());
    expect(most).toBe(3);
  });

  it('tries a unit twice when the failure may pass, then records it and goes on', async () => {
    const tries = new Map<string, number>();
    const work = stage(['once', 'always', 'fine'], async (key) => {
      tries.set(key, (tries.get(key) ?? 0) + 1);
      if (key === 'always' || (key === 'once' && tries.get(key) === 1))
        throw new Error(`no ${key}`);
    });
    const { record } = await runStage(work, context());
    expect(Object.fromEntries(tries)).toEqual({ once: 2, always: 2, fine: 1 });
    expect(record).toMatchObject({ status: 'partial', processed: 2, failed: 1 });
    expect(record.failures[0]).toMatchObject({ key: 'always', message: 'no always' });
  });

  it('does not repeat what cannot pass', async () => {
    let tries = 0;
    const work = stage(['u0'], async () => {
      tries++;
      throw new GibseyError('VECTOR_INVALID', 'NaN');
    });
    await runStage(work, context());
    expect(tries).toBe(1);
  });

  it('stops at a fatal error and keeps what is finished', async () => {
    const work = stage(keys(50), async (key) => {
      await later();
      if (key === 'u10') throw new GibseyError('STORE_FULL', 'disk full');
    });
    const { record, fatal } = await runStage(work, context());
    expect(fatal?.code).toBe('STORE_FULL');
    expect(record.status).toBe('failed');
    expect(record.processed).toBe(work.committed.flat().length);
    expect(record.processed).toBeGreaterThanOrEqual(8);
    expect(record.processed).toBeLessThan(50);
  });

  it('says why it was stopped, whatever the unit at hand said', async () => {
    const stop = new AbortController();
    const work = stage(keys(50), async (key) => {
      await later();
      if (key === 'u9') stop.abort(new GibseyError('BUDGET_SPENT', 'time is up'));
      if (stop.signal.aborted) throw new GibseyError('INTERRUPTED', 'text at hand');
    });
    const { record, fatal } = await runStage(work, context({ signal: stop.signal }));
    expect(fatal?.code).toBe('BUDGET_SPENT');
    expect(record.status).toBe('partial');
  });

  it('does not let one unit that cannot be stored sink its batch', async () => {
    const stored: string[] = [];
    const work = stage(['u0', 'nan', 'u2', 'u3'], later, {
      commit: async (results) => {
        if (results.some(({ unit }) => unit.key === 'nan')) {
          throw new GibseyError('VECTOR_INVALID', 'not a number');
        }
        stored.push(...results.map(({ unit }) => unit.key));
      },
    });
    const { record } = await runStage(work, context());
    expect(stored.sort()).toEqual(['u0', 'u2', 'u3']);
    expect(record).toMatchObject({ processed: 3, failed: 1 });
  });

  it('commits nothing more once its lock is lost', async () => {
    const work = stage(keys(20), later, {
      commit: async () => {
        throw new GibseyError('LOCK_LOST', 'taken over');
      },
    });
    const { record, fatal } = await runStage(work, context());
    expect(fatal?.code).toBe('LOCK_LOST');
    expect(record.processed).toBe(0);
  });

  it('passes the fence on and reports progress with the known total', async () => {
    const fences: number[] = [];
    const work = stage(keys(4), later, {
      commit: async (_results, fence) => void fences.push(fence),
    });
    const watch = context({ total: 4 });
    await runStage(work, watch);
    expect(new Set(fences)).toEqual(new Set([7]));
    const progress = watch.events.filter(({ type }) => type === 'progress');
    expect(progress.at(-1)).toEqual({ type: 'progress', stage: 'embed', done: 4, total: 4 });
  });

  it('stops at what no unit of this stage can escape', async () => {
    const down = () => Promise.reject(new GibseyError('SERVICE_UNREACHABLE', 'down'));
    const one = { limits: { concurrency: 1, batch: 1 } };
    const open = await runStage(stage(keys(3), down, one), context());
    expect([open.fatal, open.record.failed]).toEqual([null, 3]);
    const fatal = new Set(['SERVICE_UNREACHABLE'] as const);
    const closed = await runStage(stage(keys(3), down, { ...one, fatal }), context());
    expect([closed.fatal?.code, closed.record.status]).toEqual(['SERVICE_UNREACHABLE', 'failed']);
  });

  it('goes on when a budget keeps single units from their work, and asks them once', async () => {
    const asked: string[] = [];
    const work = stage(keys(3), async (key) => {
      asked.push(key);
      if (key === 'u1') throw new GibseyError('BUDGET_SPENT', 'no tokens left');
    });
    const { record, fatal } = await runStage(work, context());
    expect(fatal).toBeNull();
    expect(record).toMatchObject({ status: 'partial', processed: 2, failed: 1 });
    expect(asked).toEqual(['u0', 'u1', 'u2']);
  });

  it('is partial when the stage says that it fell short, and why', async () => {
    const work = stage(keys(1), later, { shortfall: () => 'one is extractive' });
    const { record } = await runStage(work, context());
    expect(record).toMatchObject({ status: 'partial', failed: 0, reason: 'one is extractive' });
  });

  describe('loads what it computes from', () => {
    const loading = (found: (key: string) => string | null, more: Partial<Stage> = {}) =>
      stage(keys(5), later, {
        limits: { concurrency: 2, batch: 2, load: 2 },
        load: async (units) =>
          units.map(({ key }) => {
            const input = found(key);
            return input === null ? null : { value: `text of ${key}`, input };
          }),
        ...more,
      });

    it('so many at once, and hands each unit its own', async () => {
      const seen: unknown[] = [];
      const together: number[] = [];
      const work = loading((key) => key, {
        compute: async (_unit, _signal, loaded) => void seen.push(loaded),
      });
      const counted: Stage = {
        ...work,
        load: (units, signal) => {
          together.push(units.length);
          return work.load!(units, signal);
        },
      };
      expect((await runStage(counted, context())).record).toMatchObject({ processed: 5 });
      expect(together).toEqual([2, 2, 1]);
      expect(seen).toEqual(keys(5).map((key) => `text of ${key}`));
    });

    it('and leaves out what is gone or has changed since the plan', async () => {
      const work = loading((key) => (key === 'u1' ? null : key === 'u3' ? 'newer' : key));
      const { record } = await runStage(work, context());
      expect(record).toMatchObject({ status: 'success', processed: 3, skipped: 2, failed: 0 });
      expect(work.committed.flat().sort()).toEqual(['u0', 'u2', 'u4']);
    });

    it('a failure concerns the units that were to be loaded, a fatal one the stage', async () => {
      const refusing = (code: 'BAD_INPUT' | 'STORE_UNREACHABLE') =>
        loading(() => {
          throw new GibseyError(code, 'unreadable');
        });
      const { record } = await runStage(refusing('BAD_INPUT'), context());
      expect(record).toMatchObject({ status: 'partial', processed: 0, failed: 5 });
      const { fatal } = await runStage(refusing('STORE_UNREACHABLE'), context());
      expect(fatal).toMatchObject({ code: 'STORE_UNREACHABLE' });
    });
  });
});
