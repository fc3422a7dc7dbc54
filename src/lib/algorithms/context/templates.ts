import type { Candidate, ContextTask, UserContext } from '../../domain/context.js';

/** Of those who wait, said in a tip: of a longer task its beginning. */
const MOST_SHOWN = 120;
const MANY_OPEN = 8;
const LONG_TASK_WORDS = 6;

const shown = ({ content }: Pick<ContextTask, 'content'>): string =>
  content.length > MOST_SHOWN ? `${content.slice(0, MOST_SHOWN - 1)}…` : content;

/**
 * What can be said without a language model: at most one candidate a kind, and at least one. Nothing in them depends on
 * today, so that they are as good tomorrow while the context is the same.
 */
export function templateCandidates({ tasks, clusters, open }: UserContext): Candidate[] {
  const [first] = tasks;
  const undated = tasks.find(({ due }) => due === null);
  const least = [...tasks].sort((a, b) => a.content.length - b.content.length)[0];
  const long = tasks.find(({ content }) => content.split(/\s+/).length >= LONG_TASK_WORDS);
  const largest = [...clusters].sort((a, b) => b.size - a.size)[0];
  const inLargest = tasks.find(({ clusterId }) => clusterId === largest?.clusterId);
  const found: (Candidate | null)[] = [
    about('do-now', first, (task) => `Begin with “${task}” while nothing else is open.`),
    about('small-step', least, (task) => `Get a quick one done: “${task}”.`),
    about('split', long, (task) => `Write down the first three steps of “${task}”.`),
    about(
      'batch',
      (largest?.size ?? 0) > 1 ? inLargest : undefined,
      (task) => `Do what belongs together in one go, from “${task}” on.`,
    ),
    about('plan', undated, (task) => `Give “${task}” a day.`),
    open >= MANY_OPEN ? of('review', `Go through your ${open} open tasks, and drop one.`) : null,
  ];
  const usable = found.filter((each) => each !== null);
  return usable.length > 0 ? usable : COHORT;
}

function about(
  kind: Candidate['kind'],
  task: ContextTask | undefined,
  text: (task: string) => string,
): Candidate | null {
  return task ? { kind, taskId: task.taskId, text: text(shown(task)) } : null;
}

const of = (kind: Candidate['kind'], text: string): Candidate => ({ kind, taskId: null, text });

/** For somebody of whom nothing is known. */
export const COHORT: Candidate[] = [
  of('small-step', 'Write down one thing that takes five minutes, and do it.'),
  of('plan', 'Choose the three things that matter most, and give each a day.'),
  of('review', 'Look at what you planned last week, and cross out what no longer matters.'),
];
