import type { Operation } from '../operation.js';
import { about, health, metrics } from './about.js';
import { account, characters } from './account.js';
import { chat } from './chat.js';
import { aliasesOf, feedback, plainChat } from './golden.js';
import { description } from './openapi.js';
import { embeddings } from './embeddings.js';
import { completions, models, oneModel } from './openai.js';
import { chapters, listPages } from './contents.js';
import { cluster, clusters, map } from './clusters.js';
import { explain, goldenAnswers } from './prepared.js';
import { issues, oneIssue, triageIssue } from './issues.js';
import { oneRun, runs } from './runs.js';
import { gateway } from './stargate.js';
import { asset } from './web.js';
import { mcp } from './mcp.js';
import { deletePage, readPage, writePage } from './pages.js';
import { refresh, retrieve } from './retrieval.js';
import { known } from './user-context.js';
import { forget, reaction, recommendation } from './users.js';

const named: readonly Operation[] = [
  chat,
  plainChat,
  feedback,
  retrieve,
  characters,
  chapters,
  listPages,
  readPage,
  writePage,
  deletePage,
  clusters,
  cluster,
  map,
  goldenAnswers,
  explain,
  runs,
  oneRun,
  issues,
  oneIssue,
  triageIssue,
  account,
  known,
  recommendation,
  reaction,
  forget,
  models,
  oneModel,
  completions,
  embeddings,
  refresh,
  health,
  metrics,
  ...gateway,
  asset,
];

/** Those that read the book and what the night has made of it: programs that use tools get them. */
export const TOOLS: readonly Operation[] = [
  retrieve,
  chapters,
  listPages,
  readPage,
  clusters,
  cluster,
  goldenAnswers,
  explain,
];

/** Everything that the server does, with further paths of `POST /chat`. */
export function operationsWith(aliases: readonly string[]): readonly Operation[] {
  const taken = new Set([...named.map(({ path }) => path), '/mcp']);
  const all = [...named, mcp(TOOLS), ...aliasesOf(aliases.filter((path) => !taken.has(path)))];
  const open = [...all, about(all)];
  return [...open, description(open)];
}

export const OPERATIONS = operationsWith([]);
