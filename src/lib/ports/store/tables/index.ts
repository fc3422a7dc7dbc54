/** Every table that is declared. What is in none of them is written by hand, in each store. */
import type { AnyDeclaration } from '../table.js';
import { CLASSIFICATIONS } from './classifications.js';
import { COLLECTED_DAYS, MARKED_REPLIES } from './collecting.js';
import {
  BANDIT_ARMS,
  CANDIDATES,
  CONTEXTS,
  REACTION_TABLE,
  TASK_CLUSTERS,
  TASK_VECTORS,
  TASKS,
  TIPS,
  USERS,
} from './context.js';
import {
  ISSUE_EVIDENCE,
  ISSUE_TRIAGE,
  ISSUES,
  ITEM_CLUSTERS,
  ITEM_DUPLICATES,
  ITEMS,
  KNOWN_ISSUES,
  LIVE_ISSUES,
  RAW_ITEMS,
} from './issues.js';

export const TABLES: readonly AnyDeclaration[] = [
  CLASSIFICATIONS,
  COLLECTED_DAYS,
  MARKED_REPLIES,
  RAW_ITEMS,
  ITEMS,
  ITEM_DUPLICATES,
  ITEM_CLUSTERS,
  ISSUES,
  ISSUE_EVIDENCE,
  LIVE_ISSUES,
  KNOWN_ISSUES,
  ISSUE_TRIAGE,
  USERS,
  TASKS,
  REACTION_TABLE,
  CONTEXTS,
  TASK_VECTORS,
  TASK_CLUSTERS,
  TIPS,
  CANDIDATES,
  BANDIT_ARMS,
];
