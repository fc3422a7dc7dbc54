/** What every stream of changes has to keep, whoever tells it. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type {
  Change,
  ChangeReader,
  ChangeSource,
  Cursor,
  ReadAs,
  ReadFrom,
} from '../../../src/lib/ports/index.js';

export interface ChangeSourceHandle {
  source: ChangeSource;
  put: (ids: readonly string[]) => Promise<unknown>;
  remove: (ids: readonly string[]) => Promise<unknown>;
  /** Drops all that was told so far, read or not. */
  lose: () => Promise<unknown>;
  close: () => Promise<unknown>;
}

export interface ChangeSourceContract {
  name: string;
  /** A fresh one, in which nothing has happened. */
  open(): Promise<ChangeSourceHandle>;
  /** It can be read outside of a group. */
  follows: boolean;
  /** Its stream may have begun after its store did: a new group is told so first. */
  beginsLost: boolean;
}

const never = new AbortController().signal;
const GROUP = { group: 'embed' };
const FOLLOWER = { follower: true } as const;
const PATIENCE_MS = 60_000;
const short = ({ op, id }: Change) => `${op} ${id}`;

/** Reads until so many changes have come, or for a while when they do not. */
async function readOn(reader: ChangeReader, count: number) {
  const all: Change[] = [];
  let behind: Cursor = '';
  let lost = 0;
  for (const until = Date.now() + PATIENCE_MS; all.length < count && Date.now() < until;) {
    const read = await reader.read(2, never);
    if (read === 'lost') lost++;
    else {
      expect(read.changes.length).toBeLessThanOrEqual(2);
      all.push(...read.changes);
      behind = read.behind;
    }
  }
  return { told: all.map(short), changes: all, behind, lost };
}

export function changeSourceContract(contract: ChangeSourceContract): void {
  const fresh = async () => {
    const handle = await contract.open();
    onTestFinished(async () => void (await handle.close()));
    const open = (as: ReadAs = GROUP, from: ReadFrom = 'committed') =>
      handle.source.open(as, from, never);
    return { ...handle, open };
  };

  describe(`changes from ${contract.name}`, { timeout: 180_000 }, () => {
    it('come in order, and again until they are committed', async () => {
      const { put, remove, open } = await fresh();
      await put(['a', 'b', 'c']);
      await remove(['b']);
      const first = await open();
      const { told, lost } = await readOn(first, 4);
      expect(told).toEqual(['put a', 'put b', 'put c', 'delete b']);
      expect(lost).toBe(contract.beginsLost ? 1 : 0);
      await first.close();
      const second = await open();
      const { behind } = await readOn(second, 2);
      expect(await second.commit(behind)).toBe('ok');
      await second.close();
      const third = await open();
      expect((await readOn(third, 2)).told).toEqual(['put c', 'delete b']);
      await third.close();
    });

    it('are told to each group', async () => {
      const { put, open } = await fresh();
      await put(['a']);
      for (const group of ['one', 'two']) {
        const reader = await open({ group });
        const { told, behind } = await readOn(reader, 1);
        expect(told).toEqual(['put a']);
        expect(await reader.commit(behind)).toBe('ok');
        await reader.close();
      }
    });

    it('are shown as recent once, and read in their turn', async () => {
      const { put, open } = await fresh();
      await put(['a', 'b', 'c']);
      const reader = await open();
      const { changes } = await readOn(reader, 1);
      for (;;) if ((await reader.recent(10, never)).length === 0) break;
      await put(['new']);
      const recent: string[] = [];
      for (const until = Date.now() + PATIENCE_MS; recent.length === 0 && Date.now() < until;) {
        await delay(10);
        recent.push(...(await reader.recent(10, never)).map(short));
      }
      expect(recent).toEqual(['put new']);
      expect(await reader.recent(10, never)).toEqual([]);
      const { told } = await readOn(reader, 4 - changes.length);
      expect(told.at(-1)).toBe('put new');
      await reader.close();
    });

    it('are counted behind the last one that was read', async () => {
      const { put, open } = await fresh();
      await put(['a', 'b', 'c', 'd', 'e']);
      const reader = await open();
      const { changes } = await readOn(reader, 2);
      const lag = await reader.lag();
      expect(lag.changes).toBe(5 - changes.length);
      expect(Math.abs(Date.now() - lag.oldestAt!)).toBeLessThan(3_600_000);
      await readOn(reader, 5 - changes.length);
      expect(await reader.lag()).toEqual({ changes: 0, oldestAt: null });
      await reader.close();
    });

    it('that are gone before they were read are said to be lost, once', async () => {
      const { put, lose, open } = await fresh();
      await put(['a', 'b', 'c']);
      const reader = await open();
      expect(await reader.commit((await readOn(reader, 1)).behind)).toBe('ok');
      await reader.close();
      await put(['d']);
      await lose();
      await put(['e']);
      const later = await open();
      expect(await readOn(later, 1)).toMatchObject({ told: ['put e'], lost: 1 });
      await later.close();
    });

    if (!contract.follows) {
      it('are for groups alone', async () => {
        const { open } = await fresh();
        await expect(open(FOLLOWER, 'end')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
      });
      return;
    }

    it('are followed from the end, or from a cursor, without a group', async () => {
      const { put, open } = await fresh();
      await put(['a']);
      const reader = await open(FOLLOWER, 'end');
      await put(['b', 'c']);
      const { told, behind } = await readOn(reader, 2);
      expect(told).toEqual(['put b', 'put c']);
      expect(behind).toBe(await reader.end());
      await put(['d']);
      expect((await readOn(await open(FOLLOWER, { cursor: behind }), 1)).told).toEqual(['put d']);
      await expect(reader.commit(behind)).rejects.toMatchObject({ code: 'INTERNAL' });
    });
  });
}
