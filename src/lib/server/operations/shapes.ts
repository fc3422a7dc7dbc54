import { z } from 'zod';
import { ROLES } from '../../domain/account.js';
import type { Json } from '../../domain/values.js';

export const none = z.unknown().transform(() => undefined);
export const noQuery = z.strictObject({});
export const noParams = z.strictObject({});

const MOST_TEXT = 100_000;
export const text = z.string().min(1).max(MOST_TEXT);
export const id = z.string().min(1).max(1_000);

/** What is asked, by its name and by those that it went by before. */
export const questionFields = {
  question: text.optional(),
  query: text.optional(),
  message: text.optional(),
  q: text.optional(),
};
type QuestionFields = z.output<z.ZodObject<typeof questionFields>>;

const given = ({ question, query, message, q }: QuestionFields) =>
  [question, query, message, q].filter((each) => each !== undefined);

/** Of a query: a whole number from 1 to `most`. */
export const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,3}$/, 'a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(most))
    .meta({ type: 'integer', minimum: 1, maximum: most, pattern: undefined });

export const hasOneQuestion = (fields: QuestionFields) => given(fields).length === 1;
export const ONE_QUESTION = {
  path: ['question'],
  error: 'it takes question, or query, message or q in its place',
};
/** The same for programs that read the schema. */
export const oneQuestion = {
  oneOf: Object.keys(questionFields).map((name) => ({ required: [name] })),
};
export const questionIn = (fields: QuestionFields): string => given(fields)[0] ?? '';

/** For whom a gateway asks; whoever is none may send them, and is not believed. */
export const askerFields = {
  user_email: z.string().min(1).max(320).optional(),
  user_id: z.string().min(1).max(320).optional(),
};

const json: z.ZodType<Json> = z.json();
export const metadata = z.record(z.string(), json);

export const quote = z.strictObject({
  text: z.string(),
  page_id: z.string(),
  title: z.string().nullable(),
  chapter: z.string().nullable(),
  position: z.number().nullable(),
  start: z.number().int(),
  end: z.number().int(),
  context: z.strictObject({ before: z.string(), after: z.string() }),
  score: z.number(),
});

/** Which prepared answer was served, if any was. */
export const cache = z.strictObject({
  hit: z.boolean(),
  answer_id: z.string().nullable(),
  cluster_id: z.number().int().nullable(),
  references: z.array(z.string()),
});

export const summary = z.strictObject({
  cluster_id: z.number().int(),
  title: z.string(),
  summary: z.string(),
  score: z.number(),
});

export const role = z.enum(ROLES);
