import { describe, expect, it } from 'vitest';
import { review } from './checks.js';

const SOURCES = [
  'Captain Ahab hunts the white whale. The Pequod left Nantucket in 1841 with thirty men.',
  'Starbuck, the mate, thinks that the hunt for the whale is mad and that it will end badly.',
];
const expected = { maxWords: 12, sources: SOURCES, language: 'en' };
const GOOD = 'Captain Ahab hunts the whale. Starbuck thinks it is mad.';
const six = (n: number) => Array.from({ length: n }, () => 'The whale is hunted by men.').join(' ');

describe('review', () => {
  it('takes a text that is in order as it is', () => {
    expect(review(GOOD, false, expected)).toEqual({ text: GOOD, problem: null });
  });

  it.each([
    ['a few words too many', six(4), six(2)],
    ['exactly the limit', six(2), six(2)],
    ['no stop', 'The whale is hunted', 'The whale is hunted.'],
    ['an unfinished end', 'The whale is hunted. And the', 'The whale is hunted.'],
  ])('mends %s', (_, text, mended) => {
    expect(review(text, false, expected)).toEqual({ text: mended, problem: null });
  });

  it.each([
    ['nothing', ' ', 'it was empty'],
    ['far too much', six(5), 'it had 30 words, 12 are allowed'],
    ['a refusal', 'I cannot help with that request.', 'it declined the task'],
    [
      'one long sentence',
      'The whale is hunted by the captain and by the mate and the men.',
      'its first sentence was over the limit of words',
    ],
    [
      'another language',
      'Der Kapitän und die Männer jagen den Wal auf dem Meer.',
      'it was written in “de”, not in “en”',
    ],
    ['an invented name', 'Captain Ahab asks Gandalf for the whale.', /do not have: Gandalf/],
    ['an invented number', 'The whale was hunted by 77 men.', /do not have: 77/],
  ])('refuses %s', (_, text, problem) => {
    const { text: taken, problem: found } = review(text, false, expected);
    expect(taken).toBeNull();
    expect(found).toMatch(problem);
  });

  it('refuses what was cut off within its first sentence, and keeps whole ones', () => {
    expect(review('The whale is', true, expected).problem).toBe('it had no whole sentence');
    expect(review('The whale is hunted. And the', true, expected).text).toBe(
      'The whale is hunted.',
    );
  });

  it('asks for no language when the pages do not tell theirs', () => {
    const text = 'Der Wal und die Männer und das Meer und der Kapitän sind hier.';
    const pages = { maxWords: 20, sources: [text], language: null };
    expect(review(text, false, pages).text).toBe(text);
  });
});
