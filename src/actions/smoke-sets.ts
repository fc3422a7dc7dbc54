import { contentOf } from './input.js';
import { parseQuestions } from './smoke/questions.js';
import type { QuestionSet } from './smoke/smoke.js';
import { readSample, sample, SAMPLES } from './samples/samples.js';

/**
 * The questions of a file, or else those of the samples.
 * @throws SOURCE_UNREADABLE
 */
export async function questionSets(
  file: string | undefined,
  signal: AbortSignal,
): Promise<QuestionSet[]> {
  if (file !== undefined) {
    const questions = parseQuestions(await contentOf(file, { signal }), file);
    return [{ name: file, questions }];
  }
  return SAMPLES.map((name) => {
    const questions = parseQuestions(readSample(name, 'questions.jsonl'), name);
    return { name, questions, firstPage: sample(name).firstPage };
  });
}
