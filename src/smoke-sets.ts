import { readFileSync } from 'node:fs';
import { GibseyError } from './lib/domain/errors.js';
import { parseQuestions } from './lib/smoke/questions.js';
import type { QuestionSet } from './lib/smoke/smoke.js';
import { readSample, sample, SAMPLES } from './samples.js';

/**
 * The questions of a file, or else those of the samples.
 * @throws SOURCE_UNREADABLE
 */
export function questionSets(file: string | undefined): QuestionSet[] {
  if (file !== undefined) return [{ name: file, questions: parseQuestions(read(file), file) }];
  return SAMPLES.map((name) => {
    const questions = parseQuestions(readSample(name, 'questions.jsonl'), name);
    return { name, questions, firstPage: sample(name).firstPage };
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GibseyError('SOURCE_UNREADABLE', `${file} cannot be read.`, { cause });
  }
}
