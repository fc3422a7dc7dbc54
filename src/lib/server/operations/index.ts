import type { Operation } from '../operation.js';
import { about, health, metrics } from './about.js';
import { account, characters } from './account.js';
import { chat } from './chat.js';
import { completions, models } from './openai.js';
import { deletePage, readPage, writePage } from './pages.js';
import { refresh, retrieve } from './retrieval.js';

const named: readonly Operation[] = [
  chat,
  retrieve,
  characters,
  readPage,
  writePage,
  deletePage,
  account,
  models,
  completions,
  refresh,
  health,
  metrics,
];

/** Everything that the server does. */
export const OPERATIONS: readonly Operation[] = [...named, about(named)];
