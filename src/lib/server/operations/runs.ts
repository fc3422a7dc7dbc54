import { z } from 'zod';
import { GibseyError } from '../../domain/errors.js';
import type { Run } from '../../domain/run.js';
import { operation } from '../operation.js';
import { id, none, noParams, wholeNumber, noQuery } from './shapes.js';

const MOST_RUNS = 100;
const USUAL_RUNS = 30;

/** Messages are left out: they may name files and hosts of the machine. */
const run = z.strictObject({
  run_id: z.string(),
  command: z.string(),
  status: z.enum(['running', 'success', 'partial', 'failed', 'unchanged']),
  started_at: z.number(),
  ended_at: z.number().nullable(),
  duration_ms: z.number(),
  published: z.string().nullable(),
  error: z.string().nullable(),
  stages: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(['success', 'partial', 'failed', 'unchanged', 'blocked']),
      duration_ms: z.number(),
      processed: z.number(),
      skipped: z.number(),
      failed: z.number(),
    }),
  ),
});

const runJson = (each: Run): z.input<typeof run> => ({
  run_id: each.runId,
  command: each.command,
  status: each.status,
  started_at: each.startedAt,
  ended_at: each.endedAt,
  duration_ms: each.durationMs,
  published: each.published,
  error: each.error?.code ?? null,
  stages: each.stages.map(({ name, status, durationMs, processed, skipped, failed }) => {
    return { name, status, duration_ms: durationMs, processed, skipped, failed };
  }),
});

export const runs = operation({
  name: 'runs',
  method: 'GET',
  path: '/runs',
  summary: 'The last runs, newest first, and where their time went.',
  role: 'reader',
  params: noParams,
  query: z.strictObject({ limit: wholeNumber(MOST_RUNS).optional() }),
  body: none,
  reply: z.strictObject({ runs: z.array(run) }),
  async handle({ query: { limit = USUAL_RUNS } }, rooms) {
    const { runs } = await rooms.store();
    return { runs: (await runs.list(limit)).map(runJson) };
  },
});

export const oneRun = operation({
  name: 'run',
  method: 'GET',
  path: '/runs/:id',
  summary: 'One run.',
  role: 'reader',
  params: z.strictObject({ id }),
  query: noQuery,
  body: none,
  reply: run,
  async handle({ params: { id } }, rooms) {
    const { runs } = await rooms.store();
    const found = await runs.get(id);
    if (!found) throw new GibseyError('NOT_FOUND', `There is no run "${id.slice(0, 80)}".`);
    return runJson(found);
  },
});
