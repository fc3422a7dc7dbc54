import { z } from 'zod';
import { LABEL_SETS } from '../domain/classification.js';

const text = z.string().min(1);

const labelSchema = z.strictObject({
  label: text.regex(/^\S.*$/).describe('The label, as it is stored.'),
  description: text.describe('What it means, in a sentence.'),
  prototypes: z.array(text).default([]).describe('Texts that have it, in the languages of users.'),
});

const labelsSchema = z.union(
  [
    z.enum(LABEL_SETS),
    z
      .array(labelSchema)
      .min(2)
      .refine((all) => new Set(all.map(({ label }) => label)).size === all.length),
  ],
  { error: `${LABEL_SETS.join(', ')}, or at least two labels of different names` },
);

/** The settings of `gibsey classify`. */
export const classifySchema = z.strictObject({
  method: z
    .enum(['auto', 'prototypes'])
    .default('auto')
    .describe('`auto` asks the language model where there is one; `prototypes` never does.'),
  days: z
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(7)
    .describe('Conversations of this many days are labelled; pages have no date.'),
  conversations: labelsSchema
    .default('intents')
    .describe('Labels of what users said: `intents`, `issues`, or a list of your own.'),
  pages: labelsSchema
    .optional()
    .describe('Labels of pages, which have none by default: `intents`, `issues`, or a list.'),
});
