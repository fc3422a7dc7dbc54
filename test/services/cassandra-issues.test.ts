/** Issue mining on a real Cassandra: its tables as declared, and the way from two services to issues. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { columnsNamed, columnsOf, restOf } from '../../src/lib/adapters/store/declared.js';
import { itemOpeners } from '../../src/lib/app/mining.js';
import { loadConfig } from '../../src/lib/config/load.js';
import { issues } from '../../src/lib/pipelines/issues.js';
import type { Store } from '../../src/lib/ports/index.js';
import type { ColumnKind } from '../../src/lib/ports/store/table.js';
import { TABLES } from '../../src/lib/ports/store/tables/index.js';
import { ISSUE_EVIDENCE, ISSUES } from '../../src/lib/ports/store/tables/issues.js';
import { posted } from '../contract/source/partitioned-contract.js';
import { collect } from '../contract/store/fixtures.js';
import { githubServer, REPO } from '../fixtures/github/server.js';
import { hackerNewsServer } from '../fixtures/hackernews/server.js';
import type { Loopback } from '../fixtures/http/loopback.js';
import { wordEmbedder } from '../support/golden.js';
import { kitOf } from '../support/kit.js';
import { planOf, runAll } from '../support/store.js';
import { keyspaces, type Keyspaces } from './cassandra-keyspaces.js';

const DAY = '2026-10-01';
const AT = Date.parse(DAY) / 1000;
const TYPES: Record<ColumnKind, string> = {
  ...{ text: 'text', int: 'int', real: 'double', flag: 'boolean', time: 'timestamp' },
  ...{ json: 'text', vector: 'blob' },
};

let server: Keyspaces;
let keyspace: string;
let store: Store;
let close: () => Promise<void>;
const services: Loopback[] = [];

beforeAll(async () => {
  server = await keyspaces('issues');
  const handle = await server.open(systemClock);
  ({ keyspace, store } = handle);
  close = () => handle.close();
  services.push(await githubServer([1, 2, 3, 4].map((id) => posted(id, AT + id))));
  services.push(await hackerNewsServer([5, 6, 7].map((id) => posted(id, AT + id))));
});
afterAll(async () => {
  await close?.();
  await server?.close();
  await Promise.all(services.map((service) => service.close()));
});

interface ColumnRow {
  column_name: string;
  type: string;
  kind: string;
  position: number;
}

it.each(TABLES.map((table) => [table.name, table] as const))(
  'migrations make %s as declared',
  async (_, table) => {
    const cql = `SELECT column_name, type, kind, position FROM system_schema.columns
      WHERE keyspace_name = '${keyspace}' AND table_name = '${table.name}'`;
    const rows = (await server.client.execute(cql)).rows as unknown as ColumnRow[];
    const spread = table.buckets === undefined ? [] : ['bucket'];
    const declared = columnsOf(table).map(({ name, kind }) => `${name} ${TYPES[kind]}`);
    expect(rows.map((row) => `${row.column_name} ${row.type}`).sort()).toEqual(
      [...declared, ...spread.map((name) => `${name} int`)].sort(),
    );
    const keyed = (kind: string) =>
      rows
        .filter((row) => row.kind === kind)
        .sort((a, b) => a.position - b.position)
        .map((row) => row.column_name);
    const named = (those: readonly string[]) => columnsNamed(table, those).map(({ name }) => name);
    expect(keyed('partition_key')).toEqual([...named(table.partition), ...spread]);
    expect(keyed('clustering')).toEqual(named(restOf(table)));
  },
);

describe('the pipeline of issues', () => {
  const stages = () => {
    const [github, hackernews] = services;
    const cwd = mkdtempSync(join(tmpdir(), 'gibsey-issues-'));
    const settings = {
      github: { url: github!.url, repos: [REPO] },
      hackernews: { url: `${hackernews!.url}/api/v1`, queries: [''] },
    };
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(settings));
    const { config } = loadConfig({ cwd, env: {} });
    const openers = itemOpeners(config, systemClock, store.tables);
    return issues.stages(kitOf(store, wordEmbedder, openers), { days: { from: DAY, to: DAY } });
  };

  it('brings posts of two services into issues; the next time there is nothing to do', async () => {
    for (const stage of await stages()) await runAll(stage);
    const made = await collect(store.tables.of(ISSUES).scan({ clusterDate: DAY }));
    expect(made.reduce((sum, { clusterSize }) => sum + clusterSize, 0)).toBe(7);
    expect(made.every(({ issueKey }) => issueKey !== null)).toBe(true);
    const evidence = await collect(store.tables.of(ISSUE_EVIDENCE).scan({ clusterDate: DAY }));
    expect(new Set(evidence.map(({ urlHash }) => urlHash)).size).toBe(7);
    const asked = services.flatMap((service) => service.asked).length;
    for (const stage of await stages()) {
      const open = (await planOf(stage)).filter(({ action }) => action !== 'skip');
      expect([stage.name, open]).toEqual([stage.name, []]);
    }
    expect(services.flatMap((service) => service.asked)).toHaveLength(asked);
  });
});
