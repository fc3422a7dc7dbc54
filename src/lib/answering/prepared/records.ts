import { z } from 'zod';
import type { CuratedAnswer } from '../../domain/curated.js';
import { unfitText, writtenText as text } from '../unfit.js';

const LONGEST_QUESTION = 2_000;
const LONGEST_ANSWER = 20_000;
const MOST_VARIANTS = 1_000;

const curated = z.strictObject({
  id: text(200),
  question: text(LONGEST_QUESTION),
  answer: text(LONGEST_ANSWER),
  variants: z.array(text(LONGEST_QUESTION)).max(MOST_VARIANTS).default([]),
  sources: z.array(text(LONGEST_QUESTION)).default([]),
});

const label = z.object({
  question: text(LONGEST_QUESTION),
  answer_id: text(200).nullable(),
});

export type CuratedRecord = Omit<CuratedAnswer, 'updatedAt'>;
export type LabelRecord = z.output<typeof label>;
/** With its line in the file, 1 for the first. */
export type LabelLine = LabelRecord & { line: number };

export interface Records<T> {
  records: T[];
  /** 1 for the first line. */
  problems: { line: number; reason: string }[];
}

/** A line of a file, or why it cannot be read. */
export type TextLine = string | { unreadable: string };

/** What a line of answers, and one of labels, is to look like. */
export const CURATED_LINE = '{"id": "…", "question": "…", "answer": "…"}';
export const LABEL_LINE = '{"question": "…", "answer_id": "…" or null}';

/** Answers of people, one a line. Of an id that comes twice the first counts. */
export function readCurated(source: readonly TextLine[]): Records<CuratedRecord> {
  const found = readLines(source, curated);
  const first = new Map<string, number>();
  const kept = found.lines.filter(({ line, record: { id } }) => {
    const before = first.get(id);
    if (before === undefined) first.set(id, line);
    else found.problems.push({ line, reason: `id: "${id}" stands in line ${before}, too` });
    return before === undefined;
  });
  return { records: kept.map(({ record }) => record), problems: inOrder(found.problems) };
}

/**
 * Questions whose answer is known, one a line; null: nothing that is prepared answers them. A question may come often;
 * of two labels that contradict each other the first counts.
 */
export function readLabels(source: readonly TextLine[]): Records<LabelLine> {
  const { lines, problems } = readLines(source, label);
  const first = new Map<string, LabelLine>();
  const records: LabelLine[] = [];
  for (const { line, record } of lines) {
    const before = first.get(record.question);
    if (!before) first.set(record.question, { ...record, line });
    if (!before || before.answer_id === record.answer_id) records.push({ ...record, line });
    else
      problems.push({ line, reason: `the question has another answer_id in line ${before.line}` });
  }
  return { records, problems: inOrder(problems) };
}

const question = z.object({ question: text(LONGEST_QUESTION) });
export const QUESTION_LINE = 'a question, or {"question": "…"}';

/** Questions, one a line: plain, or JSON. */
export function readQuestions(source: readonly TextLine[]): Records<string> {
  const isPlain = (line: TextLine): line is string =>
    typeof line === 'string' && !line.trimStart().startsWith('{');
  const { lines, problems } = readLines(
    source.map((line) =>
      isPlain(line) && line.trim() !== '' ? JSON.stringify({ question: line }) : line,
    ),
    question,
  );
  return { records: lines.map(({ record }) => record.question), problems };
}

/** Leaves out labels whose answer is not prepared now; one that a night writes anew is another one. */
export function ofPrepared(
  { records, problems }: Records<LabelLine>,
  answers: Pick<ReadonlySet<string>, 'has'>,
): Records<LabelLine> {
  const isKnown = ({ answer_id }: LabelRecord) => answer_id === null || answers.has(answer_id);
  const unknown = records
    .filter((each) => !isKnown(each))
    .map(({ line, answer_id }) => ({
      line,
      reason: `answer_id: no answer "${answer_id}" is prepared`,
    }));
  return { records: records.filter(isKnown), problems: inOrder([...problems, ...unknown]) };
}

const inOrder = (problems: Records<unknown>['problems']) =>
  problems.sort((a, b) => a.line - b.line);

function readLines<T>(source: readonly TextLine[], schema: z.ZodObject & z.ZodType<T>) {
  const lines: { line: number; record: T }[] = [];
  const problems: { line: number; reason: string }[] = [];
  for (const [i, row] of source.entries()) {
    if (typeof row === 'string' && row.trim() === '') continue;
    const read = typeof row === 'string' ? recordOf(row, schema) : { reason: row.unreadable };
    if ('reason' in read) problems.push({ line: i + 1, reason: read.reason });
    else lines.push({ line: i + 1, record: read.record });
  }
  return { lines, problems };
}

function recordOf<T>(
  row: string,
  schema: z.ZodObject & z.ZodType<T>,
): { record: T } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch (thrown) {
    return { reason: `it is not JSON: ${(thrown as Error).message}` };
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return { record: data };
  return { reason: unfitText(error, value, Object.keys(schema.shape)) };
}
