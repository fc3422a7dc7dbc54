import { z } from 'zod';

const text = z.string().min(1);
const BROKERS = /^[^\s,:]+:\d+(,\s*[^\s,:]+:\d+)*$/;

/** Where the worker hears of changes. */
export const changesSchema = z
  .strictObject({
    source: z
      .enum(['embedded', 'kafka'])
      .default('embedded')
      .describe(
        'Where the worker hears of changed pages: `embedded`, the feed of the store, or `kafka`.',
      ),
    brokers: text
      .regex(BROKERS, 'HOST:PORT, several separated by commas')
      .default('127.0.0.1:9092')
      .describe('Brokers of Kafka: `HOST:PORT`, separated by commas.'),
    topic: text
      .regex(/^[\w.-]{1,249}$/, 'letters, digits, dots, hyphens and underscores')
      .default('cdc.pages')
      .describe('Topic in which Debezium tells the changes of `pages`.'),
    group: text
      .regex(/^[\w.-]{1,100}$/, 'letters, digits, dots, hyphens and underscores')
      .default('gibsey')
      .describe('What the names of consumer groups begin with; the embedding space follows.'),
    tls: z.boolean().default(false).describe('The brokers are spoken to by TLS.'),
    ca: text
      .optional()
      .describe('File with the certificates of their authority (PEM); default: those of Node.'),
    mechanism: z
      .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
      .default('scram-sha-512')
      .describe('How the worker logs in, where it has a user.'),
    user: text.optional().describe('User of the brokers (SASL).'),
    password: text.optional().describe('Password of that user.'),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ['password'],
    error: 'user and password go together',
  });
