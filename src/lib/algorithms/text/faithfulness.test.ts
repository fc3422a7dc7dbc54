import { describe, expect, it } from 'vitest';
import { isRefusal, unsupported } from './faithfulness.js';
import { numbersIn } from './numbers.js';

const SOURCES = [
  'Captain Moss sailed from Norwick with forty-four men in 1,851. His mate’s doubts grew over three days.',
  'The keeper’s lamp burned for a hundred nights; dell’Anna saw it, and a dozen gulls did.',
];
const names = (summary: string) => unsupported(summary, SOURCES).names;
const numbers = (summary: string) => unsupported(summary, SOURCES).numbers;

describe('unsupported', () => {
  it('finds nothing in what the sources say', () => {
    const summary =
      'Captain Moss left Norwick (CMS, “Captain Moss sailed”) with 44 men in 1851. Moss’s mate doubted for 3 days. Anna saw the Lamp burn ' +
      '100 nights, as 12 gulls and the Norwickers did. Ultimately, nobody slept: “The keeper is gone.”';
    expect(unsupported(summary, SOURCES)).toEqual({ names: [], numbers: [] });
    expect(unsupported('', SOURCES)).toEqual({ names: [], numbers: [] });
  });

  it.each([
    ['Moss met Hollis in Bergen, and Hollis left.', ['Hollis', 'Bergen']],
    ['Hollis describes the lamp.', ['Hollis']],
    ['Hollis’s lamp burned.', ['Hollis']],
    ['Ada Hollis and Moss sailed.', ['Ada', 'Hollis']],
    ['Hollis left. Later Hollis came back.', ['Hollis']],
  ])('names: %s', (summary, expected) => {
    expect(names(summary)).toEqual(expected);
  });

  it.each([
    'Loyalty is tested aboard.',
    'Whispering winds trouble the crew.',
    'Suspense builds: Tension never ends.',
    'Sailors fear what sailors fear.',
    'I think so, and I’m sure.',
  ])('takes no common word for a name: %s', (summary) => {
    expect(names(summary)).toEqual([]);
  });

  it('takes only pairs for names in German', () => {
    const summary =
      'Der Kapitän und die Mannschaft waren auf dem Schiff von Karl Hollis, aber nicht lange.';
    expect(names(summary)).toEqual(['Karl', 'Hollis']);
  });

  it.each([
    ['It took 45 men and thirty nights, 4 or five of them cold.', ['45', '4', 'thirty']],
    ['Two hundred men sailed.', ['Two hundred']],
    ['1. Moss sailed.\n2. Moss returned.', []],
  ])('numbers: %s', (summary, expected) => {
    expect(numbers(summary)).toEqual(expected);
  });
});

describe('numbersIn', () => {
  it.each([
    ['1,851 and 1.851.200', '1851 1851200'],
    ['3.14, 3,5 or 1850s; 50% on the 2nd', '3.14 3.5 1850 50 2'],
    ['at 3:30, A4, v1.2.3', '3 30'],
    ['twenty-five, one hundred and fifty, two thousand three hundred', '25 150 2300'],
    ['a million; the twelfth; hundreds', '1000000 12'],
    ['no number, often someone alone', ''],
  ])('%s', (text, expected) => {
    expect(
      numbersIn(text)
        .map(({ value }) => value)
        .join(' '),
    ).toBe(expected);
  });
});

describe('isRefusal', () => {
  it.each([
    'I’m sorry, but I can’t help with that.',
    'I cannot summarize this text.',
    'As an AI language model, I have no opinion.',
    'Unfortunately, I am not able to provide a summary.',
    'I don’t have access to the pages.',
    'Please provide the text.',
    'Es tut mir leid, aber das geht nicht.',
    'Je suis désolé, mais je ne peux pas le faire.',
    'Lo siento, no puedo ayudar con eso.',
    'Mi dispiace, non posso aiutarti.',
    'Desculpe, não posso ajudar.',
    'Het spijt me, dat gaat niet.',
    'Maaf, saya tidak bisa membantu.',
    '抱歉，我无法总结。',
  ])('%s', (text) => {
    expect(isRefusal(text)).toBe(true);
  });

  it.each([
    '',
    'I cannot tell why this was so, said the captain.',
    'The keeper cannot help himself and lights the lamp.',
    'The sailor is sorry for the cook.',
    `The crew talks. ${'They row on. '.repeat(30)}“I cannot help you,” says the captain.`,
  ])('not %j', (text) => {
    expect(isRefusal(text)).toBe(false);
  });
});
