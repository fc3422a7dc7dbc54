import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import PocketBase from 'pocketbase';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/lib/adapters/clock/system.js';
import { openPocketBase } from '../../../src/lib/adapters/sinks/pocketbase/factory.js';
import { openSqliteStore } from '../../../src/lib/adapters/store/sqlite/factory.js';
import type { Issue, IssueEvidence } from '../../../src/lib/domain/issues.js';
import type { Store } from '../../../src/lib/ports/index.js';
import {
  ISSUE_EVIDENCE,
  ISSUE_TRIAGE,
  ISSUES,
  ITEM_CLUSTERS,
  LIVE_ISSUES,
} from '../../../src/lib/ports/store/tables/issues.js';
import { publishIssuesStage } from '../../../src/lib/stages/issues/publish.js';
import { gibsey } from '../../support/cli.js';
import { reasons, runAll } from '../../support/store.js';
import { pocketBase, SUPERUSER } from './server.js';

const DAY = '2026-10-01';
const never = new AbortController().signal;

const issue = (clusterId: number, more: Partial<Issue> = {}): Issue => ({
  ...{ clusterDate: DAY, clusterId, canonicalTitle: 'Export hangs, @ada', category: 'finance' },
  ...{ description: 'It hangs.', wouldPaySignal: true, payQuote: 'I would pay.' },
  ...{ impactLevel: 'high', method: 'rules', clusterSize: 2, issueKey: `key-${clusterId}` },
  ...more,
});

const evidence = (clusterId: number, urlHash: string, body = 'It hangs.'): IssueEvidence => ({
  ...{ clusterDate: DAY, clusterId, urlHash, source: 'reddit', url: 'https://example.org/1' },
  ...{ title: 'Export hangs', body, postedAt: 1_790_000_000_000, payQuote: null },
});

describe('issues in a real PocketBase', () => {
  const server = pocketBase();
  let client: PocketBase;
  let store: Store;
  let path: string;

  beforeEach(async () => {
    client = new PocketBase(server.url);
    await client.collection('_superusers').authWithPassword(...login);
    for (const each of ['issue_evidence', 'issues']) {
      await client.collections.delete(each).catch(() => undefined);
    }
    path = join(mkdtempSync(join(tmpdir(), 'gibsey-sink-')), 'gibsey.db');
    store = await openSqliteStore({ path, clock: systemClock });
    await store.tables.of(ISSUES).put([issue(0), issue(1)]);
    await store.tables.of(ITEM_CLUSTERS).put([0, 1].map(cluster));
    const items = [evidence(0, 'a'), evidence(0, 'b', '<script>x</script> @bob'), evidence(1, 'c')];
    await store.tables.of(ISSUE_EVIDENCE).put(items);
    return () => store.close();
  });

  const login: [string, string] = [SUPERUSER.identity, SUPERUSER.password];
  const cluster = (clusterId: number) => ({
    ...{ clusterDate: DAY, clusterId, size: 2, confidence: 0.7, summary: 'It hangs.' },
  });
  const stage = (sink = openPocketBase({ url: server.url, ...SUPERUSER })) =>
    publishIssuesStage({ days: [DAY], store, sink, clock: systemClock });
  const byHand = () => {
    const env = {
      POCKETBASE_URL: server.url,
      POCKETBASE_IDENTITY: SUPERUSER.identity,
      POCKETBASE_PASSWORD: SUPERUSER.password,
    };
    const args = ['publish', '--store', `sqlite:${path}`, '--from', DAY, '--to', DAY];
    return gibsey(args, { cwd: dirname(path), env });
  };
  const records = (collection: string) => client.collection(collection).getFullList();
  const lives = () => store.tables.of(LIVE_ISSUES).get([0, 1].map(cluster));

  it('makes collections and records, inert, and writes nothing twice', async () => {
    await runAll(stage());
    const found = await records('issues');
    expect(found).toHaveLength(2);
    const first = found.find(({ cluster_id }) => cluster_id === 0)!;
    expect(first).toMatchObject({
      ...{ cluster_date: DAY, canonical_title: 'Export hangs, ＠ada', category: 'finance' },
      ...{ would_pay_signal: true, pay_quote: 'I would pay.', state: 'open', issue_key: 'key-0' },
    });
    const bodies = (await records('issue_evidence')).map(({ body }) => body as string).sort();
    expect(bodies).toEqual(['It hangs.', 'It hangs.', '‹script›x‹/script› ＠bob']);
    expect((await lives()).map(({ issueId }) => issueId)).toContain(first.id);
    expect(await reasons(stage())).toEqual([
      `${DAY}/0: skip, unchanged`,
      `${DAY}/1: skip, unchanged`,
    ]);
    await store.tables.of(LIVE_ISSUES).delete(await lives()); // whoever forgets what was made makes it no second time
    expect(await byHand()).toMatchObject({ code: 0 });
    expect(await records('issues')).toEqual(found);
    expect(await records('issue_evidence')).toHaveLength(3);
    expect((await byHand()).stdout).toContain('Nothing changed');
  });

  it('follows what changes: a decision, evidence that was deleted, a cluster that is gone', async () => {
    await runAll(stage());
    await store.tables
      .of(ISSUE_TRIAGE)
      .put([{ issueKey: 'key-0', state: 'resolved', changedAt: 1 }]);
    await store.tables.of(ISSUE_EVIDENCE).delete([evidence(0, 'b')]);
    await store.tables.of(ISSUES).delete([issue(1)]);
    expect(await reasons(stage())).toEqual([
      `${DAY}/0: run, changed`,
      `${DAY}/1: run, the cluster is no more`,
    ]);
    await runAll(stage());
    expect((await records('issues')).map(({ state }) => state as string)).toEqual(['resolved']);
    expect((await records('issue_evidence')).map(({ url_hash }) => url_hash as string)).toEqual([
      'a',
    ]);
    expect(await lives()).toHaveLength(1);
  });

  it('makes again what somebody deleted there', async () => {
    await runAll(stage());
    const [first] = await records('issues');
    await client.collection('issues').delete(first!.id);
    await store.tables
      .of(ISSUE_TRIAGE)
      .put(
        [0, 1].map((i) => ({ issueKey: `key-${i}`, state: 'acknowledged' as const, changedAt: 1 })),
      );
    await runAll(stage());
    const states = (await records('issues')).map(({ state }) => state as string);
    expect(states).toEqual(['acknowledged', 'acknowledged']);
  });

  it('leaves no duplicate when the process is killed between making and recording, twice', async () => {
    const child = new URL('killed-child.ts', import.meta.url).pathname;
    for (let times = 1; times <= 2; times++) {
      const { signal } = spawnSync(process.execPath, ['--import', 'tsx', child, path, server.url]);
      expect(signal).toBe('SIGKILL');
      expect((await lives()).filter(({ issueId }) => issueId === null)).toHaveLength(1);
    }
    expect((await reasons(stage()))[0]).toMatch(/changed/);
    await runAll(stage());
    expect(await records('issues')).toHaveLength(2);
    expect(await records('issue_evidence')).toHaveLength(3);
    expect((await lives()).every(({ issueId }) => issueId !== null)).toBe(true);
  });

  it('keeps what others added to its collections, and gives them what they lack', async () => {
    await runAll(stage());
    const made = await client.collections.getOne('issues');
    const note = { name: 'note', type: 'text' };
    const fields = [...made.fields.filter(({ name }) => name !== 'method'), note];
    await client.collections.update(made.id, { fields, listRule: '' });
    await runAll(stage());
    const { fields: after, listRule } = await client.collections.getOne('issues');
    expect(after.map(({ name }) => name)).not.toContain('method'); // nothing was written, so nothing was looked at
    expect(listRule).toBe('');
    await store.tables.of(LIVE_ISSUES).delete(await lives());
    await runAll(stage());
    const names = (await client.collections.getOne('issues')).fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['method', 'note']));
  });

  it('says what is wrong, and no word of the password', async () => {
    const wrong = openPocketBase({ url: server.url, ...SUPERUSER, password: 'not-this-secret' });
    const away = openPocketBase({ url: 'http://127.0.0.1:1', ...SUPERUSER });
    for (const [sink, code] of [
      [wrong, 'CONFIG_INVALID'],
      [away, 'SERVICE_UNREACHABLE'],
    ] as const) {
      const thrown: unknown = await sink.find(issue(0), never).catch((error: unknown) => error);
      expect(thrown).toMatchObject({ code });
      expect(JSON.stringify(thrown) + String(thrown)).not.toMatch(
        /not-this-secret|a-long-password/,
      );
    }
  });
});
