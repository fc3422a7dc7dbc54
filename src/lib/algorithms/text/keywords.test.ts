import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classKeywords } from './keywords.js';

describe('classKeywords', () => {
  it('gives nothing for nothing', () => {
    expect(classKeywords(new Map(), 5)).toEqual(new Map());
    expect(classKeywords(new Map([[7, []]]), 5)).toEqual(new Map([[7, []]]));
  });

  it('ranks by tf · ln(1 + A / f), ties bytewise', () => {
    // Class 1: ship 3, lamp 2, rope 1 of 6 words; class 2: ship 3, soup 3 of 6. A = 6.
    // ship ½ · ln 2 = 0.347; lamp ⅓ · ln 4 = 0.462; rope ⅙ · ln 7 = 0.324; soup ½ · ln 3 = 0.549.
    const classes = new Map([
      [1, ['ship ship lamp', 'ship lamp rope']],
      [2, ['ship soup soup', 'soup ship ship']],
    ]);
    expect(classKeywords(classes, 9)).toEqual(
      new Map([
        [1, ['lamp', 'ship', 'rope']],
        [2, ['soup', 'ship']],
      ]),
    );
    expect(classKeywords(new Map([[1, ['soup bread bread soup']]]), 1).get(1)).toEqual(['bread']);
  });

  it('shows words as they are mostly written, without stop words, numbers and possessives', () => {
    const texts = ['Anna’s ships, the SHIPS of 1850', 'Anna had two ships', 'a ship of Anna'];
    expect(classKeywords(new Map([[1, texts]]), 5).get(1)).toEqual(['ships', 'Anna']);
  });

  it('halves what only one of many texts says', () => {
    const texts = ['storm storm harbour', 'harbour', 'quay harbour'];
    expect(classKeywords(new Map([[1, texts]]), 3).get(1)).toEqual(['harbour', 'storm', 'quay']);
  });

  it('leaves out the stop words of the language', () => {
    const texts = [
      'Das Schiff war in der Nacht auf dem Meer und wir waren müde, aber das Schiff war schnell',
    ];
    expect(classKeywords(new Map([[1, texts]]), 2).get(1)).toEqual(['Schiff', 'Meer']);
  });

  it('does not depend on the order of classes or texts', () => {
    const text = fc
      .array(fc.constantFrom('ship', 'Ship', 'soup', 'lamp', 'ropes', 'rope', 'the', '5'), {
        maxLength: 8,
      })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 4 }), (lists) => {
        const classes = lists.map((texts, id) => [id, texts] as const);
        const turned = [...classes]
          .reverse()
          .map(([id, texts]) => [id, [...texts].reverse()] as const);
        const given = classKeywords(new Map(classes), 5);
        for (const [id, keywords] of classKeywords(new Map(turned), 5)) {
          expect(keywords).toEqual(given.get(id));
        }
      }),
    );
  });
});
