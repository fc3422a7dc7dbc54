import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCharacters } from '../../lib/answering/chat/character-records.js';
import { systemClock } from '../../lib/adapters/clock/system.js';
import { openPages } from '../../lib/adapters/sources/book/factory.js';
import { countWords } from '../../lib/algorithms/text/paginate.js';
import { splitSentences } from '../../lib/algorithms/text/sentences.js';
import type { Page } from '../../lib/domain/page.js';
import { isAnsweredBy, parseQuestions } from '../smoke/questions.js';
import { readSample, samplePages, type SampleName } from './samples.js';

async function pagesOf(name: SampleName): Promise<Page[]> {
  const spec = await samplePages(name, mkdtempSync(join(tmpdir(), 'gibsey-samples-')));
  const source = await openPages({ ...spec, clock: systemClock });
  const pages: Page[] = [];
  for await (const record of source.read(new AbortController().signal)) {
    if ('problem' in record) throw new Error(record.problem.reason);
    pages.push(record.page);
  }
  return pages;
}

const sentencesOf = ({ body }: Page) =>
  splitSentences(body).map(({ start, end }) => body.slice(start, end));

const SETS = [
  ['moby-dick', 'questions.jsonl'],
  ['moby-dick', 'questions-in-other-words.jsonl'],
  ['entrance-way', 'questions.jsonl'],
] as const;

describe.each(SETS)('the sample %s, %s', (name, file) => {
  const questions = parseQuestions(readSample(name, file), file);
  const { characters, problems } = readCharacters(readSample(name, 'characters.json'));
  let pages: Page[];
  beforeAll(async () => {
    pages = await pagesOf(name);
  });

  it('has questions whose quotes are whole sentences of the pages that are named', () => {
    const sentences = new Map(pages.map((page) => [page.id, new Set(sentencesOf(page))]));
    for (const { id, answers } of questions) {
      for (const { pageId, quote } of answers) {
        const holders = pages.filter((page) => sentences.get(page.id)?.has(quote));
        expect(holders, `${id}: ${quote}`).not.toEqual([]);
        if (pageId) expect(holders.map((page) => page.id)).toContain(pageId);
      }
    }
  });

  it('has questions that few pages answer', () => {
    for (const question of questions) {
      const answering = pages.filter((page) => isAnsweredBy(question, page)).length;
      expect(answering, question.question).toBeGreaterThan(0);
      expect(answering, question.question).toBeLessThanOrEqual(4);
    }
  });

  it('has each question and each id once', () => {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
    expect(new Set(characters.map(({ id }) => id)).size).toBe(characters.length);
  });

  it('asks and quotes nobody who is not among its characters', () => {
    const ids = characters.map(({ id }) => id);
    for (const { charId } of [...questions, ...pages]) if (charId) expect(ids).toContain(charId);
  });

  it('has characters that can be imported', () => expect(problems).toEqual([]));

  it('has one character that speaks from the summaries of the night', () => {
    expect(characters.filter(({ context }) => context === 'summaries')).toHaveLength(1);
  });
});

describe('the pages of The Entrance Way', () => {
  it('are of a length to be read, in order, in four chapters', async () => {
    const pages = await pagesOf('entrance-way');
    expect(pages.map(({ position }) => position)).toEqual(pages.map((_, i) => i + 1));
    expect(new Set(pages.map(({ chapter }) => chapter)).size).toBe(4);
    for (const { body } of pages) {
      expect(countWords(body)).toBeGreaterThanOrEqual(150);
      expect(countWords(body)).toBeLessThanOrEqual(300);
    }
  });

  it('tell the reason for the climb in two sentences that follow each other', async () => {
    const page = (await pagesOf('entrance-way')).find(({ id }) => id === 'entrance-way/09');
    const sentences = page ? sentencesOf(page) : [];
    const at = sentences.findIndex((sentence) =>
      sentence.startsWith('I climbed the tower because'),
    );
    expect(sentences[at + 1]).toMatch(/^I wanted to stand once/);
  });
});
