import { z } from 'zod';

const text = z.string().min(1);

/** The settings of the PocketBase that issues are shown in. */
export const pocketbaseSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an http:// or https:// address' })
    .optional()
    .describe('Address of a PocketBase that issues are shown in; without one they are not.'),
  identity: text.optional().describe('Mail address of its superuser.'),
  password: text.optional().describe('Password of its superuser.'),
  timeoutMs: z.number().int().min(100).default(30_000).describe('Longest wait for one reply, ms.'),
});
