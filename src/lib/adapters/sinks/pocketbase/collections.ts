import type PocketBase from 'pocketbase';
import { IMPACT_LEVELS, ISSUE_CATEGORIES, TRIAGE_STATES } from '../../../domain/issues.js';

export const ISSUES = 'issues';
export const EVIDENCE = 'issue_evidence';

/** Longest body that is published, UTF-16 units. */
export const BODY_LENGTH = 4_000;
const TEXT_LENGTH = 10_000;

interface Field {
  name: string;
  type: string;
  [option: string]: unknown;
}

interface Wanted {
  name: string;
  type: 'base';
  fields: Field[];
  indexes: string[];
}

const texts = (...names: string[]): Field[] =>
  names.map((name) => ({ name, type: 'text', max: TEXT_LENGTH }));
const numbers = (...names: string[]): Field[] => names.map((name) => ({ name, type: 'number' }));
const choice = (name: string, values: readonly string[]): Field => ({
  ...{ name, type: 'select', values: [...values], maxSelect: 1 },
});

const issues = (): Wanted => ({
  ...{ name: ISSUES, type: 'base' },
  fields: [
    ...texts('cluster_date', 'issue_key', 'canonical_title', 'description', 'pay_quote'),
    ...texts('summary', 'method'),
    ...numbers('cluster_id', 'cluster_size', 'confidence'),
    { name: 'would_pay_signal', type: 'bool' },
    choice('category', ISSUE_CATEGORIES),
    choice('impact_level', IMPACT_LEVELS),
    choice('state', TRIAGE_STATES),
  ],
  indexes: [unique('cluster', ISSUES, 'cluster_date', 'cluster_id')],
});

const evidence = (collectionId: string): Wanted => ({
  ...{ name: EVIDENCE, type: 'base' },
  fields: [
    { name: 'issue', type: 'relation', collectionId, cascadeDelete: true, required: true },
    ...texts('url_hash', 'source', 'url', 'title', 'body', 'pay_quote', 'content_hash'),
    { name: 'posted_at', type: 'date' },
  ],
  indexes: [unique('item', EVIDENCE, 'issue', 'url_hash')],
});

const unique = (what: string, table: string, ...columns: string[]): string =>
  `CREATE UNIQUE INDEX idx_${table}_${what} ON ${table} (${columns.join(', ')})`;

interface Found {
  id: string;
  fields: Field[];
  indexes: string[];
}

/** Makes the collections, and gives those that are there what they lack; what others added to them stays. Idempotent. */
export async function setUp(client: PocketBase, signal: AbortSignal): Promise<void> {
  const id = await ensure(client, issues(), signal);
  await ensure(client, evidence(id), signal);
}

async function ensure(client: PocketBase, wanted: Wanted, signal: AbortSignal): Promise<string> {
  const filter = client.filter('name = {:name}', { name: wanted.name });
  const { items } = await client.collections.getList<Found>(1, 1, { filter, signal });
  const [found] = items;
  if (!found) return (await client.collections.create<Found>(wanted, { signal })).id;
  const has = new Set(found.fields.map(({ name }) => name));
  const fields = wanted.fields.filter(({ name }) => !has.has(name));
  const names = found.indexes.map(indexName);
  const indexes = wanted.indexes.filter((index) => !names.includes(indexName(index)));
  if (fields.length + indexes.length > 0) {
    const all = { fields: [...found.fields, ...fields], indexes: [...found.indexes, ...indexes] };
    await client.collections.update(found.id, all, { signal });
  }
  return found.id;
}

const indexName = (index: string): string => /INDEX\s+[`"[]?(\w+)/i.exec(index)?.[1] ?? index;
