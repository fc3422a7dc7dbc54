/** Which tables others may read through the dialect, and where: what is not listed is not there. */
import { GibseyError, type ErrorCode } from '../../domain/errors.js';
import {
  ISSUE_EVIDENCE,
  ISSUES,
  ITEM_CLUSTERS,
  ITEMS,
  LIVE_ISSUES,
  RAW_ITEMS,
} from '../../ports/store/tables/issues.js';
import type { Table } from './exposed.js';
import { mined } from './mined.js';
import { PAGES } from './pages.js';
import { CLUSTER_MEMBERS, CLUSTERS, GOLDEN_ANSWERS, PAGE_VECTORS, SUMMARIES } from './views.js';

type Tables = Readonly<Record<string, Table>>;

const BRONZE: Tables = { raw_items: mined(RAW_ITEMS) };
const ITEM_GROUPS = mined(ITEM_CLUSTERS);
const GOLD: Tables = {
  issues: mined(ISSUES),
  issue_evidence: mined(ISSUE_EVIDENCE),
  live_issues: mined(LIVE_ISSUES),
};
const ITEM_VECTORS = mined(ITEMS);

/** `bronze`, `silver` and `gold` are those of earlier systems. */
export const KEYSPACES: Readonly<Record<string, Tables>> = {
  gibsey: {
    ...{ pages: PAGES, page_vectors: PAGE_VECTORS, clusters: CLUSTERS },
    ...{ cluster_members: CLUSTER_MEMBERS, summaries: SUMMARIES, golden_answers: GOLDEN_ANSWERS },
    ...{ ...BRONZE, items: ITEM_VECTORS, item_clusters: ITEM_GROUPS, ...GOLD },
  },
  bronze: BRONZE,
  silver: { items: ITEM_VECTORS, clusters: ITEM_GROUPS },
  gold: GOLD,
};

/** `NOT_FOUND` for whoever asks about schemas: clients find out so whether there is one. */
type Missing = Extract<ErrorCode, 'REQUEST_INVALID' | 'NOT_FOUND'>;

/** @throws what it is told to */
export function tablesOf(keyspace: string, missing: Missing = 'REQUEST_INVALID'): Tables {
  if (Object.hasOwn(KEYSPACES, keyspace)) return KEYSPACES[keyspace]!;
  throw new GibseyError(missing, `There is no keyspace "${keyspace.slice(0, 80)}".`, {
    hint: `there are ${Object.keys(KEYSPACES).join(', ')}`,
  });
}

/** @throws what it is told to */
export function tableOf(
  keyspace: string,
  name: string,
  missing: Missing = 'REQUEST_INVALID',
): Table {
  const tables = tablesOf(keyspace, missing);
  if (Object.hasOwn(tables, name)) return tables[name]!;
  const unknown = `Keyspace ${keyspace} has no table "${name.slice(0, 80)}".`;
  throw new GibseyError(missing, unknown, {
    hint: `it has ${Object.keys(tables).join(', ')}`,
  });
}
