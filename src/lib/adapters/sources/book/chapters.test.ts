import { describe, expect, it } from 'vitest';
import { resultOf } from '../../../../../test/contract/source/reading.js';
import { findChapters } from './chapters.js';
import { Marks } from '../marks.js';
import { parseHeading } from './headings.js';
import { parseNumeral } from './numerals.js';

const PARAGRAPH =
  `The harbour lay still. ${'Nobody spoke of the tide that night. '.repeat(6)}`.trim();
const text = (...blocks: string[]): string => blocks.join('\n\n');

const chaptersOf = (whole: string) => resultOf(findChapters(whole, new Marks(Infinity)));

/** `label: title` of each chapter; `-` for what stands before the first heading. */
function outline(whole: string): string[] {
  return chaptersOf(whole).map(({ heading, label }) =>
    heading === null ? '-' : [label, heading.title].filter((part) => part !== null).join(': '),
  );
}

describe('parseNumeral', () => {
  it.each([
    ['42', 42],
    ['I', 1],
    ['XLII', 42],
    ['mcmxciv', 1994],
    ['One', 1],
    ['NINETEEN', 19],
    ['Twenty', 20],
    ['forty-two', 42],
    ['Third', 3],
    ['IIII', null],
    ['', null],
    ['whale', null],
    ['12345', null],
  ])('%s is %s', (numeral, number) => {
    expect(parseNumeral(numeral)).toBe(number);
  });
});

describe('parseHeading', () => {
  it.each([
    ['CHAPTER 1. The Harbour.', 'chapter', '1', 'The Harbour'],
    ['Chapter XLII', 'chapter', '42', null],
    ['Chapter the First: Ebb', 'chapter', '1', 'Ebb'],
    ['CHAPTER FORTY-TWO', 'chapter', '42', null],
    ['Chapter 3 The Long Night', 'chapter', '3', 'The Long Night'],
    ['LETTER IV', 'chapter', '4', null],
    ['Kapitel 7', 'chapter', '7', null],
    ['PART TWO', 'part', 'Part 2', null],
    ['BOOK I: 1805', 'part', 'Book 1', '1805'],
    ['SOURCES.', 'capitals', 'SOURCES', null],
    ['ETYMOLOGY. (Supplied by a Friend.)', 'named', 'ETYMOLOGY', '(Supplied by a Friend.)'],
    ['Epilogue “Alone” Job.', 'named', 'Epilogue', '“Alone” Job'],
    ['XIV.', 'bare', '14', null],
  ])('%s', (line, kind, label, title) => {
    expect(parseHeading(line)).toMatchObject({ kind, label, title });
  });

  it.each([
    'Chapter 3 was the one he liked.',
    'Chapter and verse',
    'chapter 3',
    'Part of it was gone.',
    'Introduction to whales is easy.',
    '“CHAPTER 3”',
    'WHO GOES THERE?',
    'THE END',
    'A B',
    `CHAPTER 1. ${'Long '.repeat(40)}`,
    '',
  ])('%s is none', (line) => {
    expect(parseHeading(line)).toBeNull();
  });
});

describe('findChapters', () => {
  it('finds numbered and named headings and what stands before them', () => {
    const book = text(
      'By A. Sailor',
      'ETYMOLOGY.',
      PARAGRAPH,
      'CHAPTER 1. Ebb.',
      PARAGRAPH,
      'EPILOGUE',
      PARAGRAPH,
    );
    expect(outline(book)).toEqual(['-', 'ETYMOLOGY', '1: Ebb', 'EPILOGUE']);
    for (const { start, end } of chaptersOf(book).slice(1)) {
      expect(book.slice(start, end).trim()).toBe(PARAGRAPH);
    }
  });

  it('is one chapter without a heading where there is none', () => {
    expect(outline(PARAGRAPH)).toEqual(['-']);
    expect(outline('')).toEqual([]);
  });

  it('takes the title from the next line or block, and over two lines', () => {
    const book = text(
      'Chapter I\nThe Harbour',
      PARAGRAPH,
      'CHAPTER II',
      'THE LONG NIGHT',
      PARAGRAPH,
      'CHAPTER III. Of the Ship, the Crew, and of the\nLast Voyage.',
      PARAGRAPH,
      'CHAPTER IV\nThe harbour was still and nobody spoke a word.',
    );
    expect(outline(book)).toEqual([
      '1: The Harbour',
      '2: THE LONG NIGHT',
      '3: Of the Ship, the Crew, and of the Last Voyage',
      '4',
    ]);
  });

  it('is not misled by paragraphs that begin like a heading', () => {
    const wrapped =
      'BOOK I. (Folio), CHAPTER I. (Great Whale).—This whale is the\nlargest of all.\nIt swims.';
    const told = 'Chapter 3 was the one that he liked best of all the\nchapters in it.';
    expect(outline(text('CHAPTER 1', wrapped, told, PARAGRAPH))).toEqual(['1']);
  });

  it('passes over a table of contents, also when a preface follows it', () => {
    const contents = ['CONTENTS', 'CHAPTER 1. Ebb.', 'CHAPTER 2. Flood.'];
    const chapters = ['CHAPTER 1. Ebb.', PARAGRAPH, 'CHAPTER 2. Flood.', PARAGRAPH];
    expect(outline(text(...contents, ...chapters))).toEqual(['1: Ebb', '2: Flood']);
    expect(outline(text(...contents, 'Dear reader.', ...chapters))).toEqual([
      '-',
      '1: Ebb',
      '2: Flood',
    ]);
  });

  it('names the part where chapters are counted anew in each', () => {
    const part = (name: string): string[] => [name, 'Chapter 1', PARAGRAPH, 'Chapter 2', PARAGRAPH];
    const anew = text(...part('PART ONE'), ...part('PART TWO'));
    expect(outline(anew)).toEqual(['Part 1, 1', 'Part 1, 2', 'Part 2, 1', 'Part 2, 2']);
    const on = text('PART ONE', 'Chapter 1', PARAGRAPH, 'PART TWO', 'Chapter 2', PARAGRAPH);
    expect(outline(on)).toEqual(['1', '2']);
  });

  it('trusts lines in capitals where nothing is numbered, but no speakers of a play', () => {
    expect(outline(text('EBB', PARAGRAPH, 'THE FLOOD', PARAGRAPH))).toEqual(['EBB', 'THE FLOOD']);
    expect(outline(text('ANNA', 'Who is there?', 'BERT', 'It is me.'))).toEqual(['-']);
    expect(outline(text('CHAPTER 1', PARAGRAPH, 'THE FLOOD', PARAGRAPH))).toEqual(['1']);
  });

  it('trusts bare numbers that count up from one', () => {
    expect(outline(text('I', PARAGRAPH, 'II.', PARAGRAPH, '1805', PARAGRAPH))).toEqual(['1', '2']);
    expect(outline(text('7', PARAGRAPH, '8', PARAGRAPH))).toEqual(['-']);
  });

  it('leaves out the licence around a text of Project Gutenberg', () => {
    const book = text(
      'You may copy it.',
      '*** START OF THE PROJECT GUTENBERG EBOOK TIDES ***',
      'CHAPTER 1',
      PARAGRAPH,
      '*** END OF THE PROJECT GUTENBERG EBOOK TIDES ***',
      'Section 1. Terms of use.',
    );
    const [only, ...others] = chaptersOf(book);
    expect(others).toEqual([]);
    expect(book.slice(only?.start, only?.end).trim()).toBe(PARAGRAPH);
  });
});
