import { z } from 'zod';
import { ALGORITHMS, DENSITY } from '../domain/clustering.js';
import { answersSchema, conversationsSchema } from './answers.js';
import { changesSchema } from './changes.js';
import { chatSchema } from './chat.js';
import { classifySchema } from './classify.js';
import { contextSchema, todoistSchema } from './context.js';
import { hasPrice, llmSchema } from './llm.js';
import { githubSchema, hackernewsSchema, redditSchema, stackoverflowSchema } from './mining.js';
import { pocketbaseSchema } from './pocketbase.js';
import { serverSchema } from './server.js';

const text = z.string().min(1);
const whole = z.number().int();
const zone = text.refine(isTimezone, 'an IANA time zone such as America/Chicago');
const httpUrl = z.url({ protocol: /^https?$/, error: 'an http:// or https:// address' });

/** Every setting of gibsey: the one schema behind the file, the environment, the flags and the reference. */
export const configSchema = z
  .strictObject({
    store: z
      .strictObject({
        url: text
          .regex(
            /^(sqlite:.+|cassandra:\/\/.*\/\w+.*)$/,
            'sqlite:PATH or cassandra://HOST[:PORT]/KEYSPACE',
          )
          .default('sqlite:./.gibsey/gibsey.db')
          .describe(
            'Where everything is kept: `sqlite:PATH` or `cassandra://HOST[:PORT]/KEYSPACE`.',
          ),
        consistency: z
          .enum(['local-one', 'local-quorum', 'quorum', 'all'])
          .default('local-quorum')
          .describe('How many nodes of Cassandra a read or write waits for.'),
        replication: whole
          .min(1)
          .max(100)
          .default(1)
          .describe('Copies of each row in the data centre, when a keyspace of Cassandra is made.'),
        tls: z.boolean().default(false).describe('Cassandra is spoken to by TLS.'),
        ca: text
          .optional()
          .describe('File with the certificates of its authority (PEM); default: those of Node.'),
      })
      .prefault({}),
    sources: z
      .array(
        z
          .strictObject({
            pages: text
              .optional()
              .describe('A file or folder of pages: text, Markdown, HTML, EPUB or JSON Lines.'),
            rest: text
              .optional()
              .describe(
                'In place of `pages`: a table of a REST gateway, as `gibsey ingest rest` takes it.',
              ),
            name: text
              .optional()
              .describe('Name of the source; default: the file, folder or table name.'),
            cut: z.boolean().default(false).describe('Cut long JSON records into pages.'),
            encoding: z
              .enum(['utf-8', 'utf-16le', 'latin1', 'windows-1252'])
              .optional()
              .describe('Encoding of the files; default: as they declare, else UTF-8.'),
            replace: z
              .boolean()
              .default(false)
              .describe('Remove pages that are no longer in the source.'),
          })
          .refine(({ pages, rest }) => pages !== undefined || rest !== undefined, {
            error: 'it needs pages or rest',
          })
          .refine(({ pages, rest }) => pages === undefined || rest === undefined, {
            path: ['rest'],
            error: 'it cannot stand beside pages',
          }),
      )
      .default([])
      .describe(
        'What the night ingests before it embeds. Relative paths start at the config file.',
      ),
    rest: z
      .strictObject({
        url: httpUrl
          .optional()
          .describe('Address of the REST gateway (Stargate), e.g. `http://127.0.0.1:8082`.'),
        token: text
          .regex(/^[\x21-\x7e]+$/, 'a token without spaces')
          .optional()
          .describe('Sent to it as `X-Cassandra-Token`.'),
        pageSize: whole.min(1).max(10_000).default(500).describe('Rows a reply.'),
        timeoutMs: whole.min(100).default(30_000).describe('Longest wait for one reply, ms.'),
      })
      .prefault({}),
    github: githubSchema.prefault({}),
    stackoverflow: stackoverflowSchema.prefault({}),
    reddit: redditSchema.prefault({}),
    hackernews: hackernewsSchema.prefault({}),
    pocketbase: pocketbaseSchema.prefault({}),
    todoist: todoistSchema.prefault({}),
    embedding: z
      .strictObject({
        provider: z
          .enum(['minilm', 'ollama'])
          .default('minilm')
          .describe('`minilm` embeds in this process; `ollama` asks a host.'),
        model: text.default('nomic-embed-text').describe('Embedding model on Ollama.'),
        host: text
          .optional()
          .describe('Address of Ollama for embedding; default: the first host of `llm`.'),
        modelDir: text
          .optional()
          .describe('Folder of the embedding model; default: the one in the package.'),
        threads: whole
          .min(1)
          .max(64)
          .optional()
          .describe('Embedding threads; default: physical cores, at most 4.'),
      })
      .prefault({}),
    clustering: z
      .strictObject({
        algorithm: z.enum(ALGORITHMS).default('kmeans').describe('How pages are grouped.'),
        k: z
          .union([whole.min(1).max(10_000), z.literal('auto')], {
            error: 'a whole number from 1 to 10000, or auto',
          })
          .default(48)
          .describe('Number of clusters, or `auto`; `dbscan` and `hdbscan` find theirs.'),
        eps: z
          .number()
          .positive()
          .max(2)
          .default(DENSITY.eps)
          .describe('Greatest cosine distance of neighbours, for `dbscan`.'),
        minSamples: whole
          .min(1)
          .optional()
          .describe(
            'Neighbours of a core page, itself included; default: 5, for `hdbscan` minClusterSize.',
          ),
        minClusterSize: whole
          .min(2)
          .default(DENSITY.minClusterSize)
          .describe('Pages that make a cluster, for `hdbscan`.'),
        seed: whole
          .min(0)
          .max(2 ** 32 - 1)
          .default(42)
          .describe('Seed of every random choice.'),
      })
      .prefault({}),
    summaries: z
      .strictObject({
        maxWords: whole.min(10).max(2_000).default(250).describe('Longest summary, in words.'),
        inputTokens: whole
          .min(200)
          .max(1_000_000)
          .default(2_000)
          .describe('Text that the model reads at once, in tokens; more is summarised in parts.'),
        concurrency: whole
          .min(1)
          .max(64)
          .default(4)
          .describe('Summaries written at the same time.'),
      })
      .prefault({}),
    answers: answersSchema.prefault({}),
    conversations: conversationsSchema.prefault({}),
    classify: classifySchema.prefault({}),
    context: contextSchema.prefault({}),
    llm: llmSchema.prefault({}),
    generations: z
      .strictObject({
        keep: whole
          .min(2)
          .max(10_000)
          .default(7)
          .describe('Published nights that are kept, the current one included.'),
      })
      .prefault({}),
    night: z
      .strictObject({
        timeoutS: whole
          .min(1)
          .optional()
          .describe('The night stops cleanly after this many seconds; what is finished is kept.'),
        maxTokens: whole
          .min(1)
          .optional()
          .describe('Tokens that language models may take in one run, prompts included.'),
        maxCostUsd: z
          .number()
          .positive()
          .optional()
          .describe('What language models may cost in one run, in US dollars.'),
        lockStaleMs: whole
          .min(1_000)
          .default(15_000)
          .describe('A lock whose holder shows no life for this long is taken over, ms.'),
      })
      .prefault({}),
    metrics: z
      .strictObject({
        textfile: text
          .regex(/\.prom$/, 'a file whose name ends in .prom, the only ones that are collected')
          .optional()
          .describe('File for the textfile collector of the Prometheus node exporter.'),
        pushgateway: httpUrl.optional().describe('Address of a Prometheus Pushgateway.'),
        instance: text
          .optional()
          .describe('The `instance` that is pushed to the Pushgateway; default: the host name.'),
      })
      .prefault({}),
    notify: z
      .strictObject({
        slackWebhook: httpUrl.optional().describe('Incoming webhook of Slack for alerts.'),
        smtpUrl: z
          .url({ protocol: /^smtps?$/, error: 'smtp://[USER:PASSWORD@]HOST[:PORT] or smtps://…' })
          .optional()
          .describe('Mail server for alerts: `smtp://[USER:PASSWORD@]HOST[:PORT]` or `smtps://…`.'),
        mailTo: text.optional().describe('Who gets alerts by mail, separated by commas.'),
        mailFrom: text.optional().describe('Sender of alerts; default: gibsey@ and the host name.'),
        pingUrl: httpUrl
          .optional()
          .describe(
            'Dead-man’s switch: a night calls it with /start, plain when done, with /fail.',
          ),
        partial: z.boolean().default(false).describe('Partial nights are alerts, too.'),
      })
      .refine(({ mailTo, smtpUrl }) => mailTo === undefined || smtpUrl !== undefined, {
        path: ['mailTo'],
        error: 'it needs notify.smtpUrl',
      })
      .prefault({}),
    server: serverSchema.prefault({}),
    smoke: z
      .strictObject({
        token: text
          .regex(/^[\x21-\x7e]+$/, 'a token without spaces')
          .optional()
          .describe(
            'Token that `gibsey smoke-test --url` sends; default: that of a server of yours on this machine.',
          ),
      })
      .prefault({}),
    chat: chatSchema.prefault({}),
    credits: z
      .strictObject({
        initial: whole.min(0).max(1e9).default(100).describe('What a new account starts with.'),
        perAnswer: whole.min(0).max(1e6).default(1).describe('Price of one answer.'),
      })
      .prefault({}),
    changes: changesSchema.prefault({}),
    worker: z
      .strictObject({
        maxBytesPerSecond: whole
          .min(1_000)
          .default(10_000_000)
          .describe('Text that the worker takes up, so that a mass update cannot flood it.'),
      })
      .prefault({}),
    log: z
      .strictObject({
        format: z
          .enum(['text', 'json'])
          .default('text')
          .describe('Progress on stderr: text for people, or one JSON object a line.'),
      })
      .prefault({}),
    schedule: z
      .strictObject({
        timezone: zone
          .default('America/Chicago')
          .describe('Time zone of the jobs, e.g. `Europe/Rome` or `UTC`.'),
        cronTimezone: zone
          .optional()
          .describe('Time zone of the clock that cron goes by; default: that of the machine.'),
        jobs: z
          .array(
            z.strictObject({
              name: text
                .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens')
                .describe('Name of the job; `nightly` is the one that `--if-missed` looks at.'),
              cron: text.describe('Minute, hour, day of month, month, day of week.'),
              command: text
                .regex(/^gibsey\s[^\n\r]+$/, 'gibsey and what follows it, in one line')
                .describe('What is run.'),
              timeoutS: whole
                .min(1)
                .optional()
                .describe('The command stops cleanly after this many seconds.'),
              enabled: z.boolean().default(true).describe('Whether the job is run at all.'),
              timezone: zone.optional().describe('Its own time zone.'),
            }),
          )
          .default([
            {
              name: 'classify',
              cron: '0 2 * * *',
              command: 'gibsey classify',
              timeoutS: 600,
              enabled: true,
              timezone: 'UTC',
            },
            {
              name: 'nightly',
              cron: '0 3 * * *',
              command: 'gibsey nightly --days 7',
              timeoutS: 1200,
              enabled: true,
            },
            {
              name: 'backup',
              cron: '0 5 * * *',
              command: 'gibsey nightly --if-missed',
              timeoutS: 1200,
              enabled: true,
            },
            {
              name: 'six-hourly',
              cron: '0 */6 * * *',
              command: 'gibsey nightly --days 3 --max-golden 30',
              timeoutS: 1200,
              enabled: false,
              timezone: 'UTC',
            },
            {
              name: 'weekly',
              cron: '0 4 * * 0',
              command: 'gibsey nightly --days 30 --max-golden 100 --regenerate-cultural',
              timeoutS: 1200,
              enabled: false,
              timezone: 'UTC',
            },
            {
              name: 'contexts',
              cron: '0 */6 * * *',
              command: 'gibsey context --stale',
              timeoutS: 1200,
              enabled: false,
              timezone: 'UTC',
            },
          ])
          .describe('What `gibsey schedule` shows and installs.'),
      })
      .prefault({}),
  })
  .refine(({ llm, night }) => night.maxCostUsd === undefined || hasPrice(llm), {
    path: ['night', 'maxCostUsd'],
    error: 'it needs llm.promptPricePerMillion and llm.completionPricePerMillion',
  });

/** A time zone that this Node knows. */
function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

export type Config = z.infer<typeof configSchema>;
