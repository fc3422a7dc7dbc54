import { openLocalChat, type LocalChatDeps } from '../lib/app/day.js';
import type { Question } from '../lib/domain/turn.js';

/** Whoever sits at the machine pays nothing. */
const LOCAL = { account: 'local', charged: false };

export interface AskHere {
  /** Opened read-only where nothing is to be kept of it. */
  app: LocalChatDeps;
  question: Question;
  signal: AbortSignal;
  /** Stdout has colour. */
  coloured: boolean;
  /** One document in place of text on stdout. */
  json: boolean;
}

/** Asks at this machine, and shows the answer as it comes. */
export async function askHere({ app, question, signal, coloured, json }: AskHere): Promise<object> {
  const chat = await openLocalChat(app);
  const events = chat.turn(question, LOCAL, signal);
  if (json) {
    const { collect } = await import('../lib/answering/chat/collect.js');
    return collect(events);
  }
  const { showTurn } = await import('../view/answer.js');
  await showTurn(events, { coloured, write: (text) => void process.stdout.write(text) });
  return {};
}
