/**
 * The gate before prepared answers: of the questions on a sample's pages, those that it lets pass, and of the questions
 * on the other sample's, which no page here answers, those that it lets pass all the same.
 */
import { isAnswerable } from '../src/lib/answering/prepared/writing/answerable.js';
import { parseQuestions } from '../src/actions/smoke/questions.js';
import { readSample, type SampleName } from '../src/actions/samples/samples.js';
import type { Evaluation, Figure } from './harness.js';
import { openSample } from './questions.eval.js';

const SETS: Readonly<Record<SampleName, readonly string[]>> = {
  'moby-dick': ['questions.jsonl', 'questions-in-other-words.jsonl'],
  'entrance-way': ['questions.jsonl'],
};
const { signal } = new AbortController();

export default {
  name: 'answerable',
  needs: [],
  run: async () => [
    ...(await figuresOf('moby-dick', 'entrance-way', 0.65)),
    ...(await figuresOf('entrance-way', 'moby-dick', 0.1)),
  ],
} satisfies Evaluation;

async function figuresOf(name: SampleName, other: SampleName, atMost: number): Promise<Figure[]> {
  const app = await openSample(name);
  try {
    const [retriever, embedder] = [await app.retriever(), await app.embedder()];
    const share = async (questions: readonly string[]) => {
      let [found, passed] = [0, 0];
      for (const text of questions) {
        const { pages } = await retriever.retrieve({ text, limit: 5 }, signal);
        const quotes = pages.map(({ core }) => core);
        if (quotes.length > 0) found++;
        if (await isAnswerable(text, quotes, embedder, signal)) passed++;
      }
      return { found: found / questions.length, passed: passed / questions.length };
    };
    const [own, strange] = [await share(questionsOf(name)), await share(questionsOf(other))];
    return [
      { what: `${name}: own questions with an answer`, value: own.passed, atLeast: 0.96 },
      { what: `${name}: strange ones with a page`, value: strange.found },
      { what: `${name}: strange ones with an answer`, value: strange.passed, atMost },
    ];
  } finally {
    await app.close();
  }
}

const questionsOf = (name: SampleName): string[] =>
  SETS[name].flatMap((file) =>
    parseQuestions(readSample(name, file), file).map(({ question }) => question),
  );
