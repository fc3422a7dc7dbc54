import { openApp, type AppOptions } from '../lib/app/app.js';
import { systemClock } from '../lib/app/machine.js';
import { GibseyError } from '../lib/domain/errors.js';
import type { StoredPage } from '../lib/domain/page.js';
import type { PageStore } from '../lib/ports/index.js';
import { Server } from './smoke/server.js';
import { withOwnServer } from './own-server.js';
import type { Sample } from './samples/samples.js';

export interface LoopStep {
  name: 'asked' | 'written' | 'found' | 'embedded' | 'answered' | 'undone';
  ms: number;
  detail: string;
}

export interface Loop {
  page: string;
  steps: LoopStep[];
  account: string;
  credits: { before: number; after: number };
}

interface Course {
  server: Server;
  pages: PageStore;
  sample: Sample;
  signal: AbortSignal;
  told: (step: LoopStep) => void;
}

const TIMEOUT_MS = 30_000;
const PAUSE_MS = 20;

/**
 * One edit on its way: asks, writes a sentence into the page that was quoted, waits until it is found and has its
 * vector, asks again, and puts the page back as it was, whatever happens in between.
 */
export async function demoLoop(
  options: AppOptions,
  sample: Sample,
  told: (step: LoopStep) => void,
): Promise<Loop> {
  const { signal } = options;
  const app = await openApp(options);
  try {
    return await withOwnServer({ ...options, worker: true }, async (url, token) => {
      const server = new Server({ url, token, timeoutMs: TIMEOUT_MS, clock: systemClock });
      await server.ready(TIMEOUT_MS, signal);
      return course({ server, pages: app.store.pages, sample, signal, told });
    });
  } finally {
    await app.close();
  }
}

async function course({ told, ...deps }: Course): Promise<Loop> {
  const { server, pages, sample, signal } = deps;
  const steps: LoopStep[] = [];
  const step = async <T>(name: LoopStep['name'], work: () => Promise<[T, string]>): Promise<T> => {
    const start = systemClock.monotonic();
    const [value, detail] = await work();
    const done = { name, ms: systemClock.monotonic() - start, detail };
    steps.push(done);
    told(done);
    return value;
  };
  const { account, credits: before } = await server.account(signal);
  const quote = await step('asked', () => firstQuote(deps));
  const [original] = await pages.get([quote.pageId]);
  if (!original) throw unexpected(`the page ${quote.pageId} is gone`);
  try {
    await step('written', () => write(deps, original, quote));
    await step('found', () => found(deps, sample.edit));
    await step('embedded', () => embedded(deps));
    await step('answered', () => answered(deps));
  } finally {
    await pages.put([original]);
  }
  await step('undone', () => found(deps, quote.text));
  await embedded(deps);
  const { credits: after } = await server.account(signal);
  return { page: original.id, steps, account, credits: { before, after } };
}

type Deps = Omit<Course, 'told'>;
type Quoted = { pageId: string; start: number; end: number; text: string };

async function firstQuote({ server, sample, signal }: Deps): Promise<[Quoted, string]> {
  const { quotes } = await server.turn(sample, signal);
  const [quote] = quotes;
  if (!quote) throw unexpected('the answer quotes nothing');
  return [quote, quote.text];
}

async function write(
  { server, sample, signal }: Deps,
  { id, body }: StoredPage,
  { start, end }: Quoted,
): Promise<[void, string]> {
  await server.write(id, body.slice(0, start) + sample.edit + body.slice(end), signal);
  return [undefined, `${id}: ${sample.edit}`];
}

async function found({ server, sample, signal }: Deps, text: string): Promise<[void, string]> {
  await until(signal, `the index knows ${text}`, async () => {
    const quotes = await server.retrieve(sample.question, 5, signal);
    return quotes.some((quote) => quote.text.includes(text));
  });
  return [undefined, 'by its words'];
}

async function embedded({ server, signal }: Deps): Promise<[void, string]> {
  await until(signal, 'each page has its vector', async () => {
    const { pages, embedded } = await server.index(signal);
    return pages === embedded;
  });
  return [undefined, 'by its meaning'];
}

async function answered({ server, sample, signal }: Deps): Promise<[void, string]> {
  const { quotes } = await server.turn(sample, signal);
  const quote = quotes.find(({ text }) => text.includes(sample.edit));
  if (!quote) throw unexpected('the answer does not quote the new sentence');
  return [undefined, quote.text];
}

async function until(signal: AbortSignal, what: string, holds: () => Promise<boolean>) {
  const end = systemClock.monotonic() + TIMEOUT_MS;
  while (!(await holds())) {
    if (systemClock.monotonic() > end)
      throw unexpected(`after ${TIMEOUT_MS / 1000} s not yet: ${what}`);
    await systemClock.sleep(PAUSE_MS, signal);
  }
}

const unexpected = (what: string) =>
  new GibseyError('REPLY_INVALID', `The loop is not closed: ${what}.`, {
    hint: 'gibsey smoke-test',
  });
