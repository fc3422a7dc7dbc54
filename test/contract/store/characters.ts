import { expect, it } from 'vitest';
import type { Character } from '../../../src/lib/domain/turn.js';
import type { StoreContract } from './contract.js';
import { freshStore } from './setup.js';

const character = (id: string, changes: Partial<Character> = {}): Character => ({
  id,
  name: id.toUpperCase(),
  colour: '#aa00ff',
  voice: 'Speak "plainly".\nNo \\ nonsense 😀.',
  greeting: 'Well?',
  silence: 'I do not know.',
  knows: 'all',
  context: 'quotes',
  ...changes,
});

export function charactersContract(contract: StoreContract): void {
  it('gives characters back as they were put last, bytewise by id', async () => {
    const { store, reopen } = await freshStore(contract);
    expect(await store.characters.list()).toEqual([]);
    const listed = character('a', { knows: { pageIds: ['p1', 'p2'] }, context: 'summaries' });
    await store.characters.put([character('é'), character('b'), character('B'), character('a')]);
    await store.characters.put([character('b', { name: 'first' }), listed, character('b')]);
    const expected = [character('B'), listed, character('b'), character('é')];
    expect(await store.characters.list()).toEqual(expected);
    expect(await (await reopen()).characters.list()).toEqual(expected);
  });

  it('deletes, and says whether there was something to delete', async () => {
    const { store } = await freshStore(contract);
    await store.characters.put([character('a'), character('b')]);
    expect(await store.characters.delete('a')).toBe(true);
    expect(await store.characters.delete('a')).toBe(false);
    expect(await store.characters.list()).toEqual([character('b')]);
    await store.characters.put([character('a')]);
    expect(await store.characters.list()).toEqual([character('a'), character('b')]);
  });
}
