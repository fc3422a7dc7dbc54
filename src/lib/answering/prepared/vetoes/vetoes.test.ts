import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areContrary } from './antonyms.js';
import { conflictsOf } from './conflict.js';
import { differences, isSpelling } from './differences.js';
import { Forms } from './forms.js';
import { read } from './reading.js';

interface MinimalPair {
  stored: string;
  asked: string;
  kind: string;
  same: boolean;
}

const PAIRS = readFileSync(
  new URL('../../../../../eval/minimal-pairs.jsonl', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as MinimalPair);

const conflict = (asked: string, stored: string) =>
  conflictsOf(read(asked), read(stored))[0] ?? null;

const OTHER_KINDS = ['scope', 'other'];

test('of the minimal pairs at most 1 % pass, of the paraphrases at most 2 % are stopped', () => {
  const stopped = (same: boolean) => {
    const pairs = PAIRS.filter((pair) => pair.same === same && !OTHER_KINDS.includes(pair.kind));
    const found = pairs.filter(({ asked, stored }) => conflict(asked, stored) !== null);
    return { all: pairs.length, share: found.length / pairs.length };
  };
  expect(stopped(false).all).toBeGreaterThanOrEqual(300);
  expect(stopped(false).share).toBeGreaterThanOrEqual(0.99);
  expect(stopped(true).all).toBeGreaterThanOrEqual(100);
  expect(stopped(true).share).toBeLessThanOrEqual(0.02);
});

test.each([
  ['Is it two weeks?', 'Is it 14 days?', null],
  ['Is it two weeks?', 'Is it two days?', 'number'],
  ['Is it 1,000 euros?', 'Is it one thousand euros?', null],
  ['Do you ship to the US?', 'Do you ship to the UK?', 'name'],
  ['I may go in June', 'I may go in May', 'date'],
  ['May I go on Monday?', 'Can I go Mondays?', null],
  ['Does gate A12 open?', 'Does gate B7 open?', 'name'],
  ['How do I get to Lombok from Bali?', 'How do I go from Bali to Lombok?', null],
  ['How do I get to Bali from Lombok?', 'How do I go from Bali to Lombok?', 'reversal'],
  ['Who paid Kowalski?', 'Who paid Nowak?', 'name'],
  ['Turn the sound off please', 'Please turn on the sound', 'polarity'],
  ['Is the receipt unsigned?', 'Is the receipt signed?', 'polarity'],
  ['Who fed the cub?', 'By whom was the cub fed?', null],
  ['Who fed the cub?', 'Whom did the cub feed?', 'reversal'],
  ['Who was seen by Ahab?', 'Who saw Ahab?', 'reversal'],
  ['Does the cow feed the calf?', 'Is the calf fed by the cow?', null],
  ['Does the cow feed the calf?', 'Is the cow fed by the calf?', 'reversal'],
  ['Does the old firm own the bank?', 'Does the bank own the old firm?', 'reversal'],
  ['Is it for cats and dogs?', 'Is it for dogs and cats?', null],
  ['Is tea dearer than milk?', 'Is milk cheaper than tea?', null],
  ['Is 100 ml allowed?', 'Is 100 l allowed?', 'number'],
  ['Is 1000 ml allowed?', 'Is 1 l allowed?', null],
  ['Is 12 enough for me?', 'Is twelve enough for me?', null],
  ['How is half a dozen packed?', 'How is a dozen packed?', 'number'],
  ['Are you open next Friday?', 'Are you open this Friday?', 'date'],
  ['Who failed to pass the exam?', 'Who passed the exam?', 'negation'],
  ['Is this cake sugar-free?', 'Is sugar in this cake?', 'negation'],
  ['How do I bake with eggs?', 'How do I bake an eggless cake?', 'polarity'],
  ['Does it encourage dogs?', 'Does it discourage dogs?', 'polarity'],
  ['Who sank the boat?', 'Why was the boat sunk?', 'word'],
  ['How do I see my lamp?', 'Where do I see my lamp?', null],
  ['Where is my fishing rod kept?', 'Where is my silver spoon kept?', 'word'],
  ['Why was my transfr declined?', 'Why was my transfer declined?', null],
  // One place, another filler; of one meaning, or of as many words as it takes.
  ['Can I pay by cheque?', 'Can I pay by bank transfer?', 'word'],
  ['How do I mend a leaking tap?', 'How can I repair my leaking tap?', null],
  ['What does an owl eat?', 'What does a bat eat?', 'word'],
  ['Where is the bridge?', 'Where is the bride?', 'word'],
  // What is asked for.
  ['How often does the geyser erupt?', 'How high does the geyser erupt?', 'word'],
  ['What time does it start?', 'When does it start?', null],
  ['How much does a ferry cost?', 'What is the price of a ferry?', null],
  ['Can I prune roses in the rain?', 'Must I prune roses in the rain?', 'word'],
  ['Where do I report fraud?', 'How do I report fraud?', null],
  ['How far in advance must I book?', 'How early must I book?', null],
  ['What is rust caused by?', 'What causes rust?', null],
  ["What's the difference between hay and straw?", 'How do hay and straw differ?', null],
  ['How far ahead can I book?', 'How often can I book?', 'word'],
  ['How many moons has a planet?', 'How many planets has a moon?', 'reversal'],
  // How many of them, and when.
  ['Are all exits open?', 'Are some exits open?', 'word'],
  ['Is it for members only?', 'Is it for members?', 'word'],
  ['Can I bring at least two?', 'Can I bring at most two?', 'polarity'],
  ['Will the concert be recorded?', 'Was the concert recorded?', 'word'],
  ['Which is the largest owl?', 'Which is the second largest owl?', 'number'],
  ['Is it shut until Thursday?', 'Is it shut from Thursday?', 'polarity'],
  ['How do I get to Terminal B?', 'How do I get to Terminal C?', 'name'],
  // Amounts and times of day that are the same.
  ['Is the last bus at 23:30?', 'Is the last bus at 11:30 pm?', null],
  ['Can I cancel within 24 hours?', 'Can I cancel within one day?', null],
  ['Will it open in a week?', 'Will it open in a month?', 'number'],
  // Numbers of other languages.
  ['¿Son dos metros?', '¿Son doce metros?', 'number'],
  // What is kept from happening is prevented.
  ['How do I stop it from leaking?', 'How do I prevent it leaking?', null],
  ['How do I stop the tap from leaking?', 'Is the tap leaking?', 'negation'],
  // A word may be of the synonyms of its stem, too.
  ['Do you ship to Ghent?', 'Do you deliver to Ghent?', null],
  // Somebody asks for an answer.
  ['Could you give me the code?', 'What is the code?', null],
  ["What's the reason hens moult?", 'Why do hens moult?', null],
  ['With whom do I share it?', 'Why do I share it?', 'word'],
  ['How do I replace the first line?', 'How do I replace every line?', 'word'],
  // Who does it to whom.
  ['Is towel hire part of the room price?', 'Does the room price include towel hire?', null],
  ['Is tea included in the price?', 'Does the price include tea?', null],
  ['Are tickets sold at the gate?', 'Can I buy tickets at the gate?', null],
  ['Do you sell tickets at the gate?', 'Do you buy tickets at the gate?', 'reversal'],
  ['Am I paid by the agency?', 'Do I pay the agency?', 'reversal'],
  ['Does the guide have to tell me?', 'Do I have to tell the guide?', 'reversal'],
  ['Wer hat den Igel gebissen, der Dachs?', 'Hat der Igel den Dachs gebissen?', 'reversal'],
  ['Chi ha visto i lupi?', 'Chi hanno visto i lupi?', 'reversal'],
  ['Converto i metri in yarde?', 'Converto le yarde in metri?', 'reversal'],
  ['How long is a cub nursed?', 'How long does nursing last in cubs?', null],
  ['Can I call you?', 'Can you call me?', 'reversal'],
  ['What if my boss sues me?', 'What if I sue my boss?', 'reversal'],
  ['Does rust eat paint?', 'Does paint eat rust?', 'reversal'],
  [
    'Can I swap my morning shift for an evening shift?',
    'Can I swap my evening shift for a morning shift?',
    'reversal',
  ],
  ['Which bus goes from the zoo to the port?', 'Which bus goes to the port from the zoo?', null],
])('%s | %s: %s', (asked, stored, kind) => {
  expect(conflict(asked, stored)?.kind ?? null).toBe(kind);
});

test('a conflict has no side', () => {
  for (const { asked, stored } of PAIRS) {
    expect(conflict(asked, stored) === null).toBe(conflict(stored, asked) === null);
  }
});

test('no text is in conflict with itself, whatever it holds', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(...PAIRS.map(({ asked }) => asked)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
      const text = pieces.join(' ');
      expect(conflictsOf(read(text), read(text))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('forms: whole words before stems, the longest stem, phrases before words', () => {
  const forms = new Forms<number>()
    .add('lock*', 1)
    .add('lockers', 2)
    .add('locks*', 3)
    .add('lock_up', 4);
  expect(
    ['lock', 'locked', 'lockers', 'locksmith', 'unlock'].map((word) => forms.of(word)),
  ).toEqual([1, 1, 2, 3, undefined]);
  expect(forms.read(['please', 'lock', 'up', 'lock'])).toEqual([
    { at: 1, value: 4 },
    { at: 3, value: 1 },
  ]);
});

test('contraries, whichever stands first', () => {
  expect(areContrary(['thick'], ['thin'])).toBe(true);
  expect(areContrary(['thinner'], ['very', 'thick'])).toBe(true);
  expect(areContrary(['thick'], ['thick'])).toBe(false);
  expect(areContrary(['thick'], ['blue'])).toBe(false);
});

test('words that differ, and spellings of one word', () => {
  expect(differences(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([1]);
  expect(differences(['a', 'b', 'c'], ['a', 'b'])).toEqual([]);
  expect(isSpelling('recieve', 'receive')).toBe(true);
  expect(isSpelling('transfers', 'transfer')).toBe(true);
  expect(isSpelling('credit', 'debit')).toBe(false);
  expect(isSpelling('2019', '2018')).toBe(false);
  expect(isSpelling('bride', 'bridge')).toBe(false);
  expect(isSpelling('house', 'mouse')).toBe(false);
});
