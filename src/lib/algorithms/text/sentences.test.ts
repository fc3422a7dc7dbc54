import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from './sentences.js';

const split = (text: string) =>
  splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it('gives nothing for nothing, and the text when there is no stop', () => {
    expect(split('')).toEqual([]);
    expect(split(' \n\t ')).toEqual([]);
    expect(splitSentences('  no stop ')).toEqual([{ start: 2, end: 9 }]);
  });

  it.each([
    ['Mr. Hale met Dr. Ross at St. Bride’s.', 'He left.'],
    ['See No. 5 of vol. II, p. 12, e.g. on Fig. 3.', 'It helps.'],
    ['J. R. Moss and A.B. Cole came from the U.S. Army.', 'Then they left.'],
    ['She lived in the U.S.', 'He did not.'],
    ['They sell nuts, bolts, etc. at Brown Bros. Ltd. in Leeds.', 'The rest is dust.'],
    ['It cost 3.14 dollars, or .5 of it.', 'Cheap.'],
    ['“Go on,” he said, “to the end.”', '“No.”'],
    ['He left (at last.)', 'She stayed [as ever.]', 'Fine.'],
    ['Wait... what now?!', 'Then…', 'Never mind.'],
    ['It went on . . . and on.', 'Then it stopped.'],
    ['It is so.[12]', 'Nobody knew.¹', 'Now all do.'],
    ['Visit example.com or write to a.b@c.org.', 'Thanks!'],
    ['Chapter 4. The Long Night.', 'It rained.'],
    ['Er kam am 3. Mai z. B. mit Hrn. Kant usw. nach Haus.', 'Das war gut.'],
    ['¿Qué?', '¡No!', 'Sí, claro.'],
    ['M. Roux arrive.', 'Mme. Roux part.'],
  ])('%s | %s', (...sentences) => {
    expect(split(sentences.join(' '))).toEqual(sentences);
  });

  it('keeps what was said and who said it together', () => {
    expect(split('"What?" said he. "Go!" Anna cried. "So." —Proverb. It ended.')).toEqual([
      '"What?" said he.',
      '"Go!" Anna cried.',
      '"So." —Proverb.',
      'It ended.',
    ]);
  });

  it('knows stops that need no space behind them', () => {
    expect(split('今日は。元気ですか？「何？」と言った。はい！')).toEqual([
      '今日は。',
      '元気ですか？',
      '「何？」と言った。',
      'はい！',
    ]);
    expect(split('वह गया। वह आया॥ هل أنت هنا؟ نعم۔')).toHaveLength(4);
  });

  it('lets people who write no capitals end their sentences', () => {
    expect(split('i lost my card. can you help? thanks')).toHaveLength(3);
    expect(split('Costs approx. ten. so what')).toEqual(['Costs approx. ten. so what']);
  });

  it('ends at a blank line, not at a line break', () => {
    expect(split('One\ntwo\r\nthree\n \nfour\r\n\r\nfive\fsix\u2029seven')).toEqual([
      'One\ntwo\r\nthree',
      'four',
      'five',
      'six',
      'seven',
    ]);
  });

  it('ends at list items and headings', () => {
    expect(split('Steps:\n1. Open it\n2. Close it\n- rest\n# Head\nBody\nof it')).toEqual([
      'Steps:',
      '1. Open it',
      '2. Close it',
      '- rest',
      '# Head',
      'Body\nof it',
    ]);
    expect(split('THE LONG NIGHT\nIt rained.\nTitle\n=====\nText')).toEqual([
      'THE LONG NIGHT',
      'It rained.',
      'Title\n=====',
      'Text',
    ]);
    expect(split('She left at the age of\n21. He stayed.')).toEqual([
      'She left at the age of\n21.',
      'He stayed.',
    ]);
  });

  it('covers every character that is not white space, in order and trimmed', () => {
    const text = fc.string({
      unit: fc.constantFrom(...' \n\t.!?…"”()—-,*#', ...'aZ1é今。？।', '😀', 'Mr', 'e.g', '\u00a0'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (sample) => {
        const spans = splitSentences(sample);
        let last = 0;
        for (const { start, end } of spans) {
          expect(sample.slice(last, start).trim()).toBe('');
          expect(sample.slice(start, end)).toBe(sample.slice(start, end).trim());
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(sample.slice(last).trim()).toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['a', '. ', '."', '? (', '\n \t', 'A. ', '- ', '. —    ', '1. '])(
    'is linear in the length: %j',
    (unit) => {
      const time = (length: number) => {
        const text = unit.repeat(length / unit.length);
        const start = performance.now();
        splitSentences(text);
        return performance.now() - start;
      };
      time(100_000);
      const small = Math.max(1, time(100_000));
      expect(time(800_000)).toBeLessThan(small * 64);
    },
  );
});
