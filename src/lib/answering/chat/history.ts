import { hashParts } from '../../algorithms/text/hashing.js';
import { detectLanguage } from '../../algorithms/text/language.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Route } from '../../domain/turn.js';
import type { ConversationStore } from '../../ports.js';

/** More would not fit into any prompt. */
const REMEMBERED = 20;

export interface Exchange {
  account: string;
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

export function earlier(
  conversations: Pick<ConversationStore, 'session'>,
  account: string,
  sessionId: string | undefined,
): Promise<Utterance[]> {
  if (sessionId === undefined) return Promise.resolve([]);
  return conversations.session(account, sessionId, REMEMBERED);
}

/** Question and answer; a request that is told again replaces what it said before. */
export async function remember(
  conversations: Pick<ConversationStore, 'put'>,
  exchange: Exchange,
): Promise<void> {
  const { account: userId, sessionId, requestId, charId, route, model } = exchange;
  const utterance = (role: Utterance['role'], text: string, createdAt: number): Utterance => ({
    // at one time, order goes by id
    id: `${hashParts([userId, sessionId, requestId])}/${role === 'user' ? 1 : 2}`,
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
