import type PocketBase from 'pocketbase';
import type { ClusterKey } from '../../../domain/issues.js';
import type { IssueSink, ShownIssue } from '../../../ports/index.js';
import { Refused, Session } from './client.js';
import { EVIDENCE, ISSUES, setUp } from './collections.js';
import type { PocketBaseConfig } from './config.js';
import { evidenceRecord, issueFields, issueId, type EvidenceRecord } from './records.js';

interface StoredEvidence {
  id: string;
  content_hash: string;
}

/**
 * Issues in a PocketBase. Nothing is asked of it before the first call, which makes the collections where they lack.
 * Ids come from the cluster, and the key of the cluster is unique there: two that write at once make one record.
 */
export function openPocketBase(config: PocketBaseConfig): IssueSink {
  const session = new Session(config);
  let ready = false;
  const call: Session['call'] = async (work, signal, expected) => {
    if (!ready) await session.call((client) => setUp(client, signal), signal);
    ready = true;
    return session.call(work, signal, expected);
  };
  const find = (key: ClusterKey, signal: AbortSignal) =>
    call((client) => findIssue(client, key, signal), signal);
  const writeEvidence = async (id: string, issue: ShownIssue, signal: AbortSignal) =>
    syncEvidence((work) => call(work, signal), { id, issue }, signal);
  const update = async (id: string, issue: ShownIssue, signal: AbortSignal) => {
    const fields = issueFields(issue);
    const change = (client: PocketBase) => client.collection(ISSUES).update(id, fields, { signal });
    if ((await orRefused(call(change, signal, { 404: 'gone' }))) === 'gone') return 'gone';
    await writeEvidence(id, issue, signal);
    return 'ok';
  };
  return {
    name: 'PocketBase',
    find,
    async create(issue, signal) {
      const record = { id: issueId(issue), ...issueFields(issue) };
      const make = (client: PocketBase) => client.collection(ISSUES).create(record, { signal });
      const taken = await orRefused(call(make, signal, { 400: 'taken' }));
      const there = taken === 'taken' ? await find(issue, signal) : null;
      if (taken === 'taken' && there === null) await call(make, signal); // refused for another reason, which it says
      if (there !== null) await update(there, issue, signal);
      else await writeEvidence(record.id, issue, signal);
      return there ?? record.id;
    },
    update,
    async remove(id, signal) {
      const away = (client: PocketBase) => client.collection(ISSUES).delete(id, { signal });
      await orRefused(call(away, signal, { 404: 'gone' }));
    },
  };
}

async function orRefused(work: Promise<unknown>): Promise<'gone' | 'taken' | null> {
  try {
    await work;
    return null;
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.as;
    throw thrown;
  }
}

async function findIssue(
  client: PocketBase,
  { clusterDate, clusterId }: ClusterKey,
  signal: AbortSignal,
): Promise<string | null> {
  const filter = client.filter('cluster_date = {:clusterDate} && cluster_id = {:clusterId}', {
    ...{ clusterDate, clusterId },
  });
  const found = await client
    .collection(ISSUES)
    .getList<{ id: string }>(1, 1, { filter, fields: 'id', signal });
  return found.items[0]?.id ?? null;
}

type Calling = <T>(work: (client: PocketBase) => Promise<T>) => Promise<T>;

/** Makes the evidence there what it is here: changed records are written, those of items that are gone go. */
async function syncEvidence(
  call: Calling,
  { id, issue }: { id: string; issue: ShownIssue },
  signal: AbortSignal,
): Promise<void> {
  const stored = await call((client) => {
    const filter = client.filter('issue = {:id}', { id });
    const options = { filter, fields: 'id,content_hash', signal };
    return client.collection(EVIDENCE).getFullList<StoredEvidence>(options);
  });
  const hashes = new Map(stored.map((each) => [each.id, each.content_hash]));
  const wanted = new Map(issue.evidence.map((each) => evidenceRecord(id, each)).map(byId));
  for (const { id: own, fields } of wanted.values()) {
    if (hashes.get(own) === fields.content_hash) continue;
    await call((client) => {
      const records = client.collection(EVIDENCE);
      if (hashes.has(own)) return records.update(own, fields, { signal });
      return records.create({ id: own, ...fields }, { signal });
    });
  }
  for (const { id: own } of stored) {
    if (wanted.has(own)) continue;
    await call((client) => client.collection(EVIDENCE).delete(own, { signal }));
  }
}

const byId = (record: EvidenceRecord): [string, EvidenceRecord] => [record.id, record];
