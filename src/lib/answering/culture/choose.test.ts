import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CulturalChunk } from '../../domain/culture.js';
import { chooseChunks } from './choose.js';
import { greetingFor } from './greeting.js';
import { beginsWith, triggerIn } from './triggers.js';

const chunk = (id: string, more: Partial<CulturalChunk> = {}): CulturalChunk => ({
  ...{ id, topic: id, content: `On ${id}.`, triggerKeyword: '', language: '*', whenToUse: '' },
  ...{ metadata: {}, usageCount: 0, lastUsed: null, createdAt: 0, updatedAt: 0 },
  ...more,
});
const GREETINGS = chunk('greetings', {
  triggerKeyword: 'selamat pagi, pagi, halo',
  language: 'id',
  whenToUse: 'In the first words of a conversation.',
});
const SAVING = chunk('saving', { triggerKeyword: 'maaf', language: 'id', whenToUse: 'Later.' });
const WAITING = chunk('waiting', { triggerKeyword: 'slow', whenToUse: 'When somebody waits.' });
const CIAO = chunk('ciao', { triggerKeyword: 'ciao', language: 'it', whenToUse: 'At a greeting.' });
const ALL = [WAITING, SAVING, GREETINGS, CIAO];

const ids = (text: string, opening = true, meaning = new Map<string, number>()) =>
  chooseChunks(ALL, { text, language: null, opening }, { meaning }).map(({ chunk: { id } }) => id);

describe('chooseChunks', () => {
  it('takes the two that fit best: a trigger first, then by language and stage', () => {
    expect(ids('Selamat pagi!')).toEqual(['greetings', 'saving']);
    expect(ids('Ciao!')[0]).toBe('ciao');
    expect(ids('Maaf', false)).toEqual(['saving', 'waiting']); // a greeting comes too late by then
  });

  it('goes by language, stage and meaning when nothing is called for', () => {
    const talk = { text: 'Hm.', language: 'id', opening: true };
    expect(chooseChunks(ALL, talk)[0]?.chunk).toBe(GREETINGS);
    expect(chooseChunks(ALL, { ...talk, opening: false })[0]?.chunk).toBe(SAVING);
    expect(ids('Hm.', false)[0]).toBe('waiting');
    expect(ids('Hm.', false, new Map([['ciao', 1.6]]))[0]).toBe('ciao');
  });

  it('depends neither on the order of the chunks nor on their number', () => {
    const talk = { text: 'halo', language: null, opening: true };
    const arbitrary = fc.shuffledSubarray(ALL, { minLength: ALL.length });
    fc.assert(
      fc.property(arbitrary, (order) => {
        expect(chooseChunks(order, talk)).toEqual(chooseChunks(ALL, talk));
      }),
    );
    expect(chooseChunks([], talk)).toEqual([]);
    expect(chooseChunks([CIAO], talk)).toHaveLength(1);
  });
});

describe('triggers', () => {
  it('stand as words of their own, whatever their case and accents; the longest counts', () => {
    expect(triggerIn('SELAMAT  pagi, Pak', GREETINGS)).toBe('selamat pagi');
    expect(triggerIn('pagination', GREETINGS)).toBeNull();
    expect(triggerIn('Olá', { triggerKeyword: 'ola' })).toBe('ola');
    expect(triggerIn('你好吗', { triggerKeyword: '你好' })).toBe('你好');
    expect(triggerIn('anything', { triggerKeyword: ' , !, ' })).toBeNull();
    expect(beginsWith('Halo, you', 'halo')).toBe(true);
    expect(beginsWith('Oh halo', 'halo')).toBe(false);
  });
});

describe('greetingFor', () => {
  const character = { greeting: 'Ask me.' };

  it('returns a greeting in its own words, and nothing else', () => {
    const said = (text: string, chosen: CulturalChunk, trigger: string | null) =>
      greetingFor(character, text, [{ chunk: chosen, trigger }]);
    expect(said('selamat pagi', GREETINGS, 'selamat pagi')).toBe('Selamat pagi! Ask me.');
    expect(said('oh, halo', GREETINGS, 'halo')).toBe('Halo! Ask me.');
    const local = chunk('local', { whenToUse: 'At a greeting.' });
    expect(said('Rahajeng!', local, 'rahajeng')).toBe('Rahajeng! Ask me.');
    expect(said('oh, rahajeng', local, 'rahajeng')).toBe('Ask me.');
    expect(said('maaf', SAVING, 'maaf')).toBe('Ask me.');
    expect(said('hm', GREETINGS, null)).toBe('Ask me.');
    expect(greetingFor(character, 'hm', [])).toBe('Ask me.');
  });
});
