import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payQuote } from './pay-quote.js';

describe('the sentence that shows willingness to pay', () => {
  it.each([
    "I'd happily pay $20 a month for this.",
    'I’d pay for a tool that does it.',
    'We would pay good money for an export that works.',
    'We are already paying $300 a month for three tools.',
    'Shut up and take my money.',
    'My boss is willing to pay for it.',
    'Wir würden dafür sofort bezahlen.',
    'Je paierais pour un outil qui marche.',
    'Pagaría por una herramienta así.',
  ])('is found: %s', (sentence) => {
    expect(payQuote(`The export hangs again. ${sentence} Nothing helps.`)).toBe(sentence);
  });

  it.each([
    'I would not pay for that.',
    "We wouldn't pay a cent for it.",
    'Would you pay for such a tool?',
    'Nobody is happy to pay taxes.',
    'You have to pay attention to the log.',
    'I will pay attention to it.',
    'Ich würde dafür nicht bezahlen.',
    'The payment page is broken.',
  ])('is not: %s', (sentence) => {
    expect(payQuote(`The export hangs again. ${sentence} Nothing helps.`)).toBeNull();
  });

  it('stands in the text to the letter, however long the text is', () => {
    const part = fc.constantFrom(
      "I'd gladly pay",
      'for  it',
      '. ',
      '\n\n',
      'the word ',
      '“so”',
      'x'.repeat(150),
      ' ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const quote = payQuote(text);
        if (quote !== null) expect(text).toContain(quote);
        expect((quote ?? '').length).toBeLessThanOrEqual(400);
      }),
      { numRuns: 500 },
    );
  });
});
