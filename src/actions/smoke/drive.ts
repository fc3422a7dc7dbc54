import { asGibseyError, type ErrorCode } from '../../lib/domain/errors.js';
import { isAnsweredBy, type KnownQuestion } from './questions.js';
import type { SeenQuote } from './replies.js';
import type { Server } from './server.js';
import type { TimedTurn } from './turn.js';

/** What was seen of one question. */
export interface Observation {
  question: KnownQuestion;
  /** Place of the first page that answers, from 1; null when none of the first pages does. */
  rank: number | null;
  turn: Pick<TimedTurn, 'route' | 'firstTokenMs' | 'latencyMs'> | null;
  quotes: number;
  /** Quotes that are not what their page says, each in a few words. */
  wrong: string[];
  /** Why there is no answer; null when there is one. */
  problem: string | null;
}

export interface DriveOptions {
  /** Pages among which the answer has to be. */
  limit: number;
  /** Answers cost nothing; only ops may ask for that. */
  free: boolean;
  signal: AbortSignal;
  /** Told after each question. */
  progress?: (done: number, total: number) => void;
}

/** Nothing that comes later can succeed after one of these. */
const HOPELESS: ReadonlySet<ErrorCode> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CREDITS_SPENT',
  'INTERRUPTED',
]);
/** Failures in a row after which the server is left alone. */
const PATIENCE = 5;

/**
 * Asks one question after the other: its pages, then its answer, and whether each quote is what its page says.
 * @throws when no question at all can be answered: wrong token, no credits, nobody there
 */
export async function drive(
  server: Server,
  questions: readonly KnownQuestion[],
  options: DriveOptions,
): Promise<Observation[]> {
  const pages = new Pages(server, options.signal);
  const seen: Observation[] = [];
  let failed = 0;
  for (const question of questions) {
    const observed =
      failed < PATIENCE
        ? await observe(server, pages, question, options)
        : { ...nothing(question), problem: `not asked: ${PATIENCE} in a row had failed` };
    failed = observed.problem === null ? 0 : failed + 1;
    seen.push(observed);
    options.progress?.(seen.length, questions.length);
  }
  return seen;
}

async function observe(
  server: Server,
  pages: Pages,
  question: KnownQuestion,
  { limit, free, signal }: DriveOptions,
): Promise<Observation> {
  const seen = nothing(question);
  try {
    const found = await server.retrieve(question.question, limit, signal);
    await check(found, pages, seen);
    for (const [at, { pageId }] of found.slice(0, limit).entries()) {
      const page = await pages.get(pageId);
      if (page && isAnsweredBy(question, page)) seen.rank ??= at + 1;
    }
    const turn = await server.turn({ ...question, free }, signal);
    seen.turn = turn;
    await check(turn.quotes, pages, seen);
  } catch (thrown) {
    const { code, message } = asGibseyError(thrown);
    if (HOPELESS.has(code)) throw thrown;
    seen.problem = message;
  }
  return seen;
}

const nothing = (question: KnownQuestion): Observation => ({
  question,
  rank: null,
  turn: null,
  quotes: 0,
  wrong: [],
  problem: null,
});

/** Verbatim means: the page's text between the quote's offsets, and not nothing. */
async function check(quotes: readonly SeenQuote[], pages: Pages, seen: Observation): Promise<void> {
  for (const { pageId, start, end, text } of quotes) {
    const page = await pages.get(pageId);
    seen.quotes++;
    if (!page) seen.wrong.push(`${pageId}: there is no such page`);
    else if (text === '' || page.body.slice(start, end) !== text) {
      seen.wrong.push(`${pageId} ${start}–${end}: the page says something else there`);
    }
  }
}

/** Each page is asked for once. */
class Pages {
  private readonly known = new Map<string, { id: string; body: string } | null>();
  private readonly server: Server;
  private readonly signal: AbortSignal;

  constructor(server: Server, signal: AbortSignal) {
    this.server = server;
    this.signal = signal;
  }

  async get(id: string): Promise<{ id: string; body: string } | null> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const page = await this.server.page(id, this.signal);
    this.known.set(id, page);
    return page;
  }
}
