import { GibseyError } from '../../domain/errors.js';
import type { Question } from '../../domain/turn.js';

export const LONGEST_QUESTION = 2_000;
const LONGEST_NAME = 200;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** @throws BAD_INPUT a question that is empty or too long, and names that are no names */
export function checked(question: Question): Question {
  const text = question.text.trim();
  if (text === '') throw bad('The question is empty.');
  if (text.length > LONGEST_QUESTION) {
    throw bad(`The question has ${text.length} characters, ${LONGEST_QUESTION} are allowed.`);
  }
  for (const key of ['charId', 'sessionId', 'requestId', 'chapter'] as const) {
    const name = question[key];
    if (name === undefined || (name !== '' && name.length <= LONGEST_NAME && !CONTROL.test(name))) {
      continue;
    }
    throw bad(`The ${key} of the question is no name: 1 to ${LONGEST_NAME} printable characters.`);
  }
  return { ...question, text };
}

const bad = (message: string) =>
  new GibseyError('BAD_INPUT', message, { hint: 'gibsey ask "Why …?"' });
