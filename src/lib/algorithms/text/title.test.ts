import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatePhrases } from './phrases.js';
import { clusterTitle, commonTitles, pageTitle, titleKey, TITLE_WORDS } from './title.js';
import { countWords } from './tokens.js';

const member = (text: string, title?: string) => (title === undefined ? { text } : { text, title });

describe('clusterTitle', () => {
  it('is empty without anything, and has the keywords without phrases', () => {
    expect(clusterTitle([], [])).toBe('');
    expect(clusterTitle([], ['lamp', 'ship', 'Anna', 'rope'])).toBe('Lamp, Ship & Anna');
  });

  it('is the title that half of the members carry, without its number', () => {
    const members = [
      member('x', 'CHAPTER 12. The Long Night.'),
      member('y', 'Chapter 12: The Long Night'),
      member('z', 'Another'),
    ];
    expect(clusterTitle(members, ['rope'])).toBe('The Long Night');
    expect(clusterTitle(members.slice(1), [])).toBe('Another');
  });

  it('is the title of a quarter when it speaks of the keywords', () => {
    const members = ['The Lamp', 'Soup', 'Bread', 'Salt'].map((title) => member('x', title));
    expect(clusterTitle(members, ['lamp'])).toBe('The Lamp');
    expect(clusterTitle(members, ['rope'])).not.toBe('The Lamp');
  });

  it('shortens a shared title to its first clause', () => {
    const title = 'Of the Lamps of the Tower, and How They Were Lit at Night';
    expect(clusterTitle([member('x', title)], [])).toBe('Of the Lamps of the Tower');
  });

  it('is made of phrases that several members have', () => {
    const members = [
      member('They lit the great storm lamp of the tower. Captain Moss slept.'),
      member('The storm lamp was lit; captain Moss was cold.'),
      member('No storm lamp, said Captain Moss. Butter.'),
    ];
    expect(clusterTitle(members, ['lamp', 'Moss', 'storm'])).toBe('Storm Lamp & Captain Moss');
  });

  it('is not a title that stands for no one cluster', () => {
    const members = [
      member('The storm lamp of the tower.', 'Mr. Moss'),
      member('The storm lamp was lit.', 'Mr. Moss'),
    ];
    expect(clusterTitle(members, ['lamp', 'storm'])).toBe('Mr. Moss');
    const common = new Set(['Mr. Moss']);
    expect(clusterTitle(members, ['lamp', 'storm'], { common })).toBe('Storm Lamp');
  });

  it('is the next one where another has it, however that is written', () => {
    const members = [member('storm lamp', 'The Lamp'), member('storm lamp', 'The lamp')];
    const taken = new Set(['the lamp', 'STORM LAMP'].map(titleKey));
    expect(clusterTitle(members, ['lamp', 'storm'], { taken })).toBe('Lamp & Storm');
    expect(clusterTitle([], ['lamp'], { taken: new Set(['lamp']) })).toBe('');
  });

  it('lowers what is shouted', () => {
    const members = [member('FIRST SAILOR. FIRST SAILOR.'), member('FIRST SAILOR.')];
    expect(clusterTitle(members, ['SAILOR'])).toBe('Sailor');
  });

  it('never has more than eight words', () => {
    const word = fc.constantFrom(
      'storm',
      'lamp',
      'of',
      'the',
      'Moss',
      'rope.',
      'sea',
      '—',
      'tower,',
      'Ann’s',
    );
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
    const members = fc.array(fc.record({ text, title: fc.option(text) }), { maxLength: 5 });
    fc.assert(
      fc.property(members, fc.array(word, { maxLength: 5 }), (list, keywords) => {
        expect(countWords(clusterTitle(list, keywords))).toBeLessThanOrEqual(TITLE_WORDS);
      }),
      { numRuns: 500 },
    );
  });
});

describe('pageTitle', () => {
  it.each([
    ['CHAPTER IV. The Rope', 'The Rope'],
    ['Chapter iv: The Rope', 'The Rope'],
    ['12. The Rope', 'The Rope'],
    ['IV — The Rope', 'The Rope'],
    ['1848 in Vienna', '1848 in Vienna'],
    ['1848: The Spring', '1848: The Spring'],
    ['Civil Law', 'Civil Law'],
    ['I am the Rope', 'I am the Rope'],
    [null, ''],
  ])('of %s is %s', (title, expected) => {
    expect(pageTitle(title)).toBe(expected);
  });
});

describe('commonTitles', () => {
  it('are those of many clusters, whatever their number', () => {
    const clusters = Array.from({ length: 40 }, (_, i) => [
      `Chapter ${i}. Rope ${i % 9}`,
      i < 6 ? 'Mr. Moss' : null,
      i < 5 ? 'Ann' : null,
    ]);
    expect([...commonTitles(clusters)]).toEqual(['Mr. Moss']);
  });

  it('are none among a few clusters', () => {
    expect(commonTitles([['Ann'], ['Ann'], ['Ann']])).toEqual(new Set());
  });
});

describe('candidatePhrases', () => {
  it('stand between stop words and signs, and may hold an `of the`', () => {
    const phrases = candidatePhrases(['The king of the north, lamp oil and bread']);
    const surfaces = phrases.map(({ surface }) => surface).sort();
    expect(surfaces).toEqual([
      'bread',
      'king',
      'king of the north',
      'lamp',
      'lamp oil',
      'north',
      'oil',
    ]);
  });

  it('leave out what is mostly a part of a longer one', () => {
    const phrases = candidatePhrases(['lamp oil. lamp oil. lamp.', 'lamp oil, lamp oil']);
    expect(phrases).toEqual([{ surface: 'lamp oil', terms: ['lamp', 'oil'], texts: 2 }]);
  });

  it('keep hyphens as they are written', () => {
    expect(candidatePhrases(['the mast-head; a mast-head']).map(({ surface }) => surface)).toEqual([
      'mast-head',
    ]);
  });
});
