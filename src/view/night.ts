import { goldenAnswersOf, summariesOf, type ShownSummary } from '../lib/answering/published.js';
import type { GoldenAnswer } from '../lib/domain/answer.js';
import type { Run } from '../lib/domain/run.js';
import type { Store } from '../lib/ports/index.js';
import { count, plural, shorten } from './format.js';

const SHOWN = 3;

/** A glimpse of what a night has published. */
export async function nightResult(store: Store, run: Run) {
  const published = (name: string) =>
    run.stages.some((stage) => stage.name === name && stage.status === 'success');
  const parts = [
    published('publish') ? await summariesPart(store) : '',
    published('publish-answers') ? await answersPart(store) : '',
  ];
  return { json: {}, text: parts.filter((part) => part !== '').join('\n\n') };
}

/** A few chapter summaries. */
async function summariesPart(store: Store): Promise<string> {
  const generation = await store.generations.published('pages');
  const summaries = generation ? await summariesOf(store, generation) : [];
  const largest = summaries.sort((a, b) => b.size - a.size).slice(0, SHOWN);
  const more = summaries.length - largest.length;
  const rest = more > 0 ? [`  …${count(more)} more: gibsey status --summaries`] : [];
  return [...largest.map(summaryGlimpse), ...rest].join('\n');
}

function summaryGlimpse({ clusterId, title, size, summary }: ShownSummary): string {
  return `  #${String(clusterId).padEnd(3)} ${shorten(title, 44).padEnd(44)} ${plural(size, 'page')}
       “${shorten(summary, 70)}”`;
}

/** A few prepared answers. */
async function answersPart(store: Store): Promise<string> {
  const generation = await store.generations.published('answers');
  const answers = generation ? await goldenAnswersOf(store, generation) : [];
  const questions = answers.reduce((sum, { queries }) => sum + queries, 0);
  return [
    `Prepared: ${plural(answers.length, 'answer')} to ${plural(questions, 'question')} of users`,
    ...answers.slice(0, SHOWN).map(answerGlimpse),
    '  Why one is given, or not: gibsey golden-answers explain "…"',
  ].join('\n');
}

function answerGlimpse({ clusterId, question, answer, queries }: GoldenAnswer): string {
  return `  #${String(clusterId).padEnd(3)} ${shorten(question, 44).padEnd(44)} ${plural(queries, 'question')}
       ${shorten(answer, 70)}`;
}
