import { z } from 'zod';

const whole = z.number().int();

/** The settings of conversations. */
export const chatSchema = z.strictObject({
  replyTokens: whole
    .min(50)
    .max(10_000)
    .default(400)
    .describe('Longest answer of the language model, in tokens; at most a quarter of its context.'),
  firstTokenMs: whole
    .min(100)
    .default(20_000)
    .describe('Longest wait for its first word, ms; then the answer is extractive.'),
});
