import { expect, it } from 'vitest';
import type { DeadLetter } from '../../../src/lib/ports/index.js';
import type { StoreContract } from './contract.js';
import { sharedStore } from './setup.js';

const letter = (sequence: number, changes: Partial<DeadLetter> = {}): DeadLetter => ({
  consumer: 'embed',
  change: { sequence, table: 'pages', id: `page ${sequence} 😀`, op: 'put', at: 1_700_000_000_000 },
  code: 'VECTOR_INVALID',
  message: 'NaN at "3"',
  at: 1_700_000_000_500,
  ...changes,
});

export function offsetsContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('starts at 0, and keeps consumers apart', async () => {
    expect(await s.store.offsets.read('a')).toBe(0);
    await s.store.offsets.commit('a', 12);
    expect(await (await s.reopen()).offsets.read('a')).toBe(12);
    expect(await s.store.offsets.read('b')).toBe(0);
  });

  it('never moves back, with several handles at once either', async () => {
    const handles = [s.store, await s.reopen(), await s.reopen()];
    const order = Array.from({ length: 24 }, (_, i) => ((i * 7) % 24) + 1);
    await Promise.all(
      order.map((sequence, i) => (handles[i % 3] ?? s.store).offsets.commit('race', sequence)),
    );
    expect(await s.store.offsets.read('race')).toBe(24);
    await s.store.offsets.commit('race', 3);
    expect(await s.store.offsets.read('race')).toBe(24);
  });

  it('buries what could not be done once, oldest first', async () => {
    expect(await s.store.offsets.buried('embed')).toEqual([]);
    for (const sequence of [11, 9, 100]) await s.store.offsets.bury(letter(sequence));
    await s.store.offsets.bury(letter(11));
    await s.store.offsets.bury(letter(1, { consumer: 'other' }));
    expect(await s.store.offsets.buried('embed')).toEqual([letter(9), letter(11), letter(100)]);
  });
}
