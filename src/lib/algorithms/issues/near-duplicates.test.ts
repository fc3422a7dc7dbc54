import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../vectors/normalise.js';
import { nearDuplicates, type Post } from './near-duplicates.js';

const UP = normalise(Float32Array.of(1, 0.1));
const post = (id: string, text: string, vector = UP): Post => ({ id, text, vector });

const EXPORT =
  'Invoice export hangs. Since Monday the export of our invoices to the accountant hangs at half of the file, the ' +
  'progress bar stays where it is, and the log shows a broken pipe. We have three hundred invoices a week to send.';

describe('near-duplicates', () => {
  it('merges a text that was posted twice, with a greeting and a misspelling', () => {
    const again = `Ask HN: ${EXPORT.replace('accountant', 'acountant')} Any ideas?`;
    const found = nearDuplicates([post('hn', again), post('reddit', EXPORT)]);
    expect(found).toEqual({ merged: [['hn', 'reddit']], related: [] });
  });

  it.each([
    ['a number', EXPORT.replace('three hundred', '300').replace('Monday', 'Monday 12'), ' 14'],
    ['another thing', EXPORT.replaceAll('invoice', 'payslip'), ''],
    ['a denial', EXPORT.replace('hangs at', 'never hangs at'), ''],
  ])('relates, and never merges, what differs by %s', (_, other, more) => {
    const first = post('a', EXPORT.replace('Monday', `Monday${more}`));
    const found = nearDuplicates([first, post('b', other)]);
    expect(found.merged).toEqual([]);
    expect(found.related.map(({ a, b }) => [a, b])).toEqual([['a', 'b']]);
  });

  it('does not merge what says the same words of each other', () => {
    const rest = EXPORT.replaceAll('accountant', 'bank');
    const said = (a: string, b: string) => `The ${a} blocks the ${b} since noon. ${rest}`;
    const posts = [post('a', said('printer', 'scanner')), post('b', said('scanner', 'printer'))];
    const found = nearDuplicates(posts);
    expect(found.merged).toEqual([]);
    expect(found.related[0]?.resemblance).toBeGreaterThan(0.7);
  });

  it('believes words alone as little as vectors alone', () => {
    const elsewhere = normalise(Float32Array.of(0.1, 1));
    const copy = nearDuplicates([post('a', EXPORT), post('b', EXPORT, elsewhere)]);
    const stranger = nearDuplicates([post('a', EXPORT), post('b', 'The shop closes at noon.')]);
    expect([copy.merged, stranger.merged]).toEqual([[], []]);
  });

  it('makes no chain: posts of a group are pairwise the same', () => {
    const sentences = EXPORT.split('. ').map((each) => `${each}. `);
    const more = 'The support desk told us to wait for the next release without a date for it. ';
    const posts = [
      post('a', sentences.join('')),
      post('b', sentences.join('') + more),
      post('c', sentences.slice(1).join('') + more),
    ];
    const { merged } = nearDuplicates(posts);
    expect(merged.flat()).not.toEqual(['a', 'b', 'c']);
  });

  it('does not depend on the order of the posts', () => {
    const words = EXPORT.split(' ');
    const posts = fc.array(fc.tuple(fc.nat(words.length), fc.constantFrom('', ' 17', ' 18')), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(posts, fc.nat(), (cuts, turn) => {
        const all = cuts.map(([cut, end], i) => post(`p${i}`, words.slice(cut).join(' ') + end));
        const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
        expect(nearDuplicates(turned.reverse())).toEqual(nearDuplicates(all));
      }),
      { numRuns: 60 },
    );
  });
});
