import { z } from 'zod';
import { exposition, type MetricFamily } from '../../observability/exposition.js';
import { Encoded, operation, type Operation } from '../operation.js';
import type { Rooms } from '../rooms.js';
import { webPage } from './web.js';
import { none, noParams, noQuery } from './shapes.js';

/** The format that Prometheus reads: https://prometheus.io/docs/instrumenting/exposition_formats/ */
const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8';

export const health = operation({
  name: 'health',
  method: 'GET',
  path: '/health',
  summary: 'How the server is: 200 while it can answer at all, else 503.',
  role: null,
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.strictObject({
    status: z.enum(['healthy', 'degraded', 'unavailable']),
    service: z.literal('gibsey'),
    version: z.string(),
    mode: z.enum(['model', 'extractive', 'none']),
    available_services: z.array(z.string()),
    reasons: z.array(z.string()),
    memory: z.strictObject({ rss_bytes: z.number(), heap_used_bytes: z.number() }),
    uptime_s: z.number(),
  }),
  async handle(_call, { health }) {
    const report = await health.report();
    if (report.status !== 'unavailable') return report;
    return new Encoded('application/json; charset=utf-8', JSON.stringify(report), 503);
  },
});

export const metrics = operation({
  name: 'metrics',
  method: 'GET',
  path: '/metrics',
  summary: 'What Prometheus scrapes.',
  role: 'reader',
  media: ['text/plain'],
  params: noParams,
  query: noQuery,
  body: none,
  reply: z.string(),
  async handle(_call, rooms) {
    const families = [...rooms.metrics.families(), ...(await gauges(rooms))];
    return new Encoded(EXPOSITION, exposition(families));
  },
});

/** What is so now. What cannot be asked now is left out. */
async function gauges(rooms: Rooms): Promise<MetricFamily[]> {
  const answering = await rooms.answering().catch(() => null);
  const stats = answering?.retriever.stats();
  const lag = (await answering?.workerLag().catch(() => null)) ?? null;
  const one = (name: string, help: string, value: number | null | undefined): MetricFamily => ({
    name,
    help,
    samples: value === null || value === undefined ? [] : [{ value }],
  });
  return [
    one('gibsey_turns_in_flight', 'Answers in the making.', rooms.inFlight.size),
    one('gibsey_index_pages', 'Pages in the index.', stats?.pages),
    one('gibsey_index_embedded_pages', 'Pages with the vector of their text.', stats?.embedded),
    one('gibsey_index_passages', 'Passages in the index.', stats?.passages),
    one('gibsey_worker_lag_changes', 'Changes that the worker has yet to act on.', lag),
    processorTime(),
    one('process_resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
  ];
}

function processorTime(): MetricFamily {
  const { user, system } = process.cpuUsage();
  return {
    name: 'process_cpu_seconds_total',
    help: 'User and system time of all threads.',
    type: 'counter',
    samples: [{ value: (user + system) / 1e6 }],
  };
}

/** The list of the others, for whoever opens the address without knowing them. */
export const about = (others: readonly Operation[]) =>
  operation({
    name: 'about',
    method: 'GET',
    path: '/',
    summary: 'The web page for browsers, for all others this list.',
    role: null,
    media: ['text/plain', 'text/html'],
    params: noParams,
    query: noQuery,
    body: none,
    reply: z.string(),
    async handle({ headers }, { web }) {
      const list = () => new Encoded('text/plain; charset=utf-8', listed(others));
      return webPage(web, headers.accept) ?? list();
    },
  });

function listed(operations: readonly Operation[]): string {
  const rows = operations.map(
    ({ method, path, summary, role }) =>
      `${method.padEnd(7)}${path.replace(/:(\w+)/g, '{$1}').padEnd(24)}${(role ?? '').padEnd(8)}${summary}`,
  );
  return [
    'gibsey: a book that answers. Routes, and the role that each takes:',
    '',
    ...rows,
    '',
  ].join('\n');
}
