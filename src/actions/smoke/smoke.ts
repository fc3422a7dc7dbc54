import { GibseyError } from '../../lib/domain/errors.js';
import { drive } from './drive.js';
import type { KnownQuestion } from './questions.js';
import { report, type SmokeReport, type Thresholds } from './report.js';
import { Server, type ServerOptions } from './server.js';

export interface QuestionSet {
  name: string;
  questions: readonly KnownQuestion[];
  /** The set fits a server that has this page; without one it fits any. */
  firstPage?: string;
}

export interface SmokeOptions {
  server: ServerOptions;
  /** The first that fits is asked. */
  sets: readonly QuestionSet[];
  thresholds: Thresholds;
  signal: AbortSignal;
  /** Told before the first question. */
  started?: (set: QuestionSet) => void;
}

/** Pages among which the answer has to be. */
const LIMIT = 5;

/**
 * Asks a running server questions whose answers are known.
 * @throws SERVICE_UNREACHABLE when nobody is there, USAGE when no set fits, and what lets no question be answered
 */
export async function smokeTest(options: SmokeOptions): Promise<SmokeReport & { set: string }> {
  const { sets, signal, thresholds } = options;
  const server = new Server(options.server);
  const health = await server.ready(options.server.timeoutMs, signal);
  const set = await fitting(server, sets, signal);
  options.started?.(set);
  const known = await server.characters(signal);
  const questions = set.questions.map((question) => withCharacter(question, known));
  const free = await mayAskFreely(server, questions.length, signal);
  const observations = await drive(server, questions, { limit: LIMIT, free, signal });
  return { set: set.name, ...report(health, observations, thresholds) };
}

/**
 * Ops test without spending anybody's credits.
 * @throws CREDITS_SPENT before the first question, when another account has too few for all
 */
async function mayAskFreely(server: Server, questions: number, signal: AbortSignal) {
  const { account, role, credits } = await server.account(signal);
  if (role === 'ops') return true;
  if (credits >= questions) return false;
  const message = `Account "${account}" has ${credits} credits for ${questions} questions.`;
  throw new GibseyError('CREDITS_SPENT', message, {
    hint: `gibsey accounts grant ${account} ${questions - credits}, or a token of an account with the role ops`,
  });
}

async function fitting(server: Server, sets: readonly QuestionSet[], signal: AbortSignal) {
  for (const set of sets) {
    if (set.firstPage === undefined || (await server.page(set.firstPage, signal))) return set;
  }
  const names = sets.map(({ name }) => name).join(' and ');
  throw new GibseyError(
    'USAGE',
    `The server has none of the samples that questions are for: ${names}.`,
    {
      hint: 'gibsey smoke-test --url URL --questions FILE',
    },
  );
}

/** A server without that character answers as whom it chooses. */
function withCharacter(question: KnownQuestion, known: ReadonlySet<string>): KnownQuestion {
  const { charId, ...asked } = question;
  return charId !== undefined && known.has(charId) ? question : asked;
}
