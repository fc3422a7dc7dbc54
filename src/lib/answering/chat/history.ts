import { hashParts } from '../../algorithms/text/hashing.js';
import { detectLanguage } from '../../algorithms/text/language.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Question, Route } from '../../domain/turn.js';
import type { ConversationStore } from '../../ports/index.js';
import type { Asker } from './deps.js';

/** More would not fit into any prompt. */
const REMEMBERED = 20;

export interface Exchange {
  userId: string;
  sessionId: string;
  requestId: string;
  charId: string;
  route: Route;
  model: string;
  question: string;
  answer: string;
  /** Epoch ms. */
  askedAt: number;
  answeredAt: number;
}

/** Of a question in the log of look-ups: whoever else chooses the same request id is not meant. */
export const lookupIdOf = (account: string, requestId: string): string =>
  hashParts([account, requestId]);

/** Of question and answer; `part` is 1 for the question. */
const utteranceId = (userId: string, sessionId: string, requestId: string, part: 1 | 2) =>
  // at one time, order goes by id
  `${hashParts([userId, sessionId, requestId])}/${part}`;

interface Asked {
  question: Pick<Question, 'sessionId'>;
  requestId: string;
  who: Asker;
}

/**
 * What a turn is kept under: one that belongs to no session is a session of its own, if it is kept at all. What costs
 * nobody a credit is a test of the server, and no question of a reader's.
 */
export function keptUnder({ question: { sessionId }, requestId, who }: Asked, keepAll: boolean) {
  const userId = userOf(who);
  if (sessionId !== undefined) return { userId, sessionId };
  return keepAll && who.charged ? { userId, sessionId: requestId } : null;
}

/** Whose conversation it is. */
const userOf = ({ user, account }: Asker): string => user ?? account;

/** Of the question among the conversations; null when it is not kept. */
export function questionIdOf(asked: Asked, keepAll: boolean): string | null {
  const kept = keptUnder(asked, keepAll);
  return kept && utteranceId(kept.userId, kept.sessionId, asked.requestId, 1);
}

export function earlier(
  conversations: Pick<ConversationStore, 'session'>,
  who: Asker,
  sessionId: string | undefined,
): Promise<Utterance[]> {
  if (sessionId === undefined) return Promise.resolve([]);
  return conversations.session(userOf(who), sessionId, REMEMBERED);
}

/** Question and answer; a request that is told again replaces what it said before. */
export async function remember(
  conversations: Pick<ConversationStore, 'put'>,
  exchange: Exchange,
): Promise<void> {
  const { userId, sessionId, requestId, charId, route, model } = exchange;
  const utterance = (role: Utterance['role'], text: string, createdAt: number): Utterance => ({
    id: utteranceId(userId, sessionId, requestId, role === 'user' ? 1 : 2),
    userId,
    sessionId,
    role,
    text,
    language: detectLanguage(text),
    createdAt,
    metadata: { char_id: charId, route, ...(role === 'assistant' ? { model } : {}) },
  });
  const { question, answer, askedAt, answeredAt } = exchange;
  await conversations.put([
    utterance('user', question, askedAt),
    utterance('assistant', answer, answeredAt),
  ]);
}
