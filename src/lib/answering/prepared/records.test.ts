import { describe, expect, it } from 'vitest';
import { ofPrepared, readCurated, readLabels, readQuestions } from './records.js';

const FAQ = { id: 'a', question: 'When?', answer: 'At six.' };
const lines = (...rows: unknown[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));

describe('answers that people wrote', () => {
  it('are read line by line, with nothing that must be said', () => {
    const { records, problems } = readCurated(lines('', FAQ, ' '));
    expect(records).toEqual([{ ...FAQ, variants: [], sources: [] }]);
    expect(problems).toEqual([]);
  });

  it('are named by their line when they cannot be used; the others count', () => {
    const { records, problems } = readCurated(
      lines('{', FAQ, { ...FAQ, answer: 'At seven.' }, { id: 'b', question: ' ', answer: 'No.' }),
    );
    expect(records.map(({ answer }) => answer)).toEqual(['At six.']);
    expect(problems.map(({ line }) => line)).toEqual([1, 3, 4]);
    expect(problems[1]?.reason).toContain('stands in line 2');
    expect(problems[2]?.reason).toBe('question is empty');
  });

  it('are told apart from lines that are no text, and from fields that are misspelt', () => {
    const { records, problems } = readCurated([
      { unreadable: 'it is not UTF-8' },
      ...lines(FAQ, { id: 'b', question: 'Who?', anwser: 'She.' }, 'FAQ'),
    ]);
    expect(records).toHaveLength(1);
    expect(problems.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '1: it is not UTF-8',
      '3: there is no answer; it has a field "anwser", which is not known: did you mean answer?',
      expect.stringMatching(/^4: it is not JSON: /),
    ]);
  });
});

describe('questions', () => {
  it('stand plain on a line or in a field; one that does neither is named', () => {
    const { records, problems } = readQuestions(
      lines(' How? ', '', { question: 'Why?', more: 1 }, { question: 5 }, '{"who', 'a\0'),
    );
    expect(records).toEqual(['How?', 'Why?']);
    expect(problems.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '4: question is a number, not a text',
      expect.stringMatching(/^5: it is not JSON/),
      expect.stringMatching(/^6: question is .*NUL/),
    ]);
  });
});

describe('labels', () => {
  it('name an answer, or say that there is none', () => {
    const { records, problems } = readLabels(
      lines(
        { question: 'When?', answer_id: 'a' },
        { question: 'Who?', answer_id: null },
        { question: 'x' },
      ),
    );
    expect(records.map(({ answer_id }) => answer_id)).toEqual(['a', null]);
    expect(problems).toMatchObject([{ line: 3 }]);
  });

  it('may say the same twice, but of two that contradict each other the first counts', () => {
    const { records, problems } = readLabels(
      lines(
        { question: 'When?', answer_id: 'a' },
        { question: ' When? ', answer_id: null },
        { question: 'When?', answer_id: 'a' },
        { question: 'When?', answer_id: 'b' },
      ),
    );
    expect(records.map(({ line, answer_id }) => [line, answer_id])).toEqual([
      [1, 'a'],
      [3, 'a'],
    ]);
    const reason = 'the question has another answer_id in line 1';
    expect(problems).toEqual([
      { line: 2, reason },
      { line: 4, reason },
    ]);
  });

  it('are of use only while their answer is prepared', () => {
    const read = readLabels(
      lines(
        { question: 'When?', answer_id: 'gone' },
        { question: 1 },
        { question: 'Who?', answer_id: null },
        { question: 'Where?', answer_id: 'a' },
      ),
    );
    const { records, problems } = ofPrepared(read, new Set(['a']));
    expect(records.map(({ answer_id }) => answer_id)).toEqual([null, 'a']);
    expect(problems.map(({ line }) => line)).toEqual([1, 2]);
    expect(problems[0]?.reason).toBe('answer_id: no answer "gone" is prepared');
  });
});
