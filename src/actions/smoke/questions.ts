import { GibseyError } from '../../lib/domain/errors.js';

/** A question whose answer is known. */
export interface KnownQuestion {
  id: string;
  question: string;
  /** Who is asked; default: whom the server chooses. */
  charId?: string;
  /** Places that answer it, any of which will do. */
  answers: readonly KnownAnswer[];
}

export interface KnownAnswer {
  /** Without it, the answer is wherever the quote stands. */
  pageId?: string;
  /** Verbatim words of the page that answers. */
  quote: string;
}

/**
 * Questions of a JSON Lines text: `{id?, question, char_id?, answers: [{page_id?, quote}]}` a line.
 * @param where names the text in errors, e.g. its path
 * @throws SOURCE_UNREADABLE naming the line that is wrong, or when there is none
 */
export function parseQuestions(text: string, where: string): KnownQuestion[] {
  const questions = text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseLine(line, `${where}:${number}`, `q${number}`));
  if (questions.length === 0) throw unreadable(where, 'it holds no question');
  return questions;
}

/** Whether a page is one of those that answer. */
export function isAnsweredBy({ answers }: KnownQuestion, page: { id: string; body: string }) {
  return answers.some(({ pageId, quote }) =>
    pageId === undefined ? page.body.includes(quote) : page.id === pageId,
  );
}

function parseLine(line: string, where: string, fallbackId: string): KnownQuestion {
  const row = parseJson(line, where);
  const { id = fallbackId, question, char_id: charId, answers } = row;
  if (!isText(id)) throw unreadable(where, 'id is not a text');
  if (!isText(question)) throw unreadable(where, 'question is not a text');
  if (charId !== undefined && !isText(charId)) throw unreadable(where, 'char_id is not a text');
  if (!Array.isArray(answers) || answers.length === 0) {
    throw unreadable(where, 'answers is not a list with an answer in it');
  }
  const known = answers.map((answer) => parseAnswer(answer, where));
  return { id, question, ...(charId === undefined ? {} : { charId }), answers: known };
}

function parseAnswer(answer: unknown, where: string): KnownAnswer {
  const { page_id: pageId, quote } = (answer ?? {}) as Record<string, unknown>;
  if (!isText(quote)) throw unreadable(where, 'an answer has no quote');
  if (pageId === undefined) return { quote };
  if (!isText(pageId)) throw unreadable(where, 'page_id is not a text');
  return { pageId, quote };
}

function parseJson(line: string, where: string): Record<string, unknown> {
  try {
    const row: unknown = JSON.parse(line);
    if (row !== null && typeof row === 'object') return row as Record<string, unknown>;
  } catch {
    throw unreadable(where, 'it is not JSON');
  }
  throw unreadable(where, 'it is not an object');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function unreadable(where: string, reason: string): GibseyError {
  return new GibseyError('SOURCE_UNREADABLE', `${where}: ${reason}.`, {
    hint: 'one object a line: {"question": "…", "answers": [{"quote": "…"}]}',
  });
}
