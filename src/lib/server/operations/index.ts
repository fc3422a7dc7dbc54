import type { Operation } from '../operation.js';
import { about, health, metrics } from './about.js';
import { account, characters } from './account.js';
import { chat } from './chat.js';
import { aliasesOf, feedback, plainChat } from './golden.js';
import { completions, models } from './openai.js';
import { deletePage, readPage, writePage } from './pages.js';
import { refresh, retrieve } from './retrieval.js';
import { forget, reaction, recommendation } from './users.js';

const named: readonly Operation[] = [
  chat,
  plainChat,
  feedback,
  retrieve,
  characters,
  readPage,
  writePage,
  deletePage,
  account,
  recommendation,
  reaction,
  forget,
  models,
  completions,
  refresh,
  health,
  metrics,
];

/** Everything that the server does, with further paths of `POST /chat`. */
export function operationsWith(aliases: readonly string[]): readonly Operation[] {
  const taken = new Set(named.map(({ path }) => path));
  const all = [...named, ...aliasesOf(aliases.filter((path) => !taken.has(path)))];
  return [...all, about(all)];
}

export const OPERATIONS = operationsWith([]);
