/** Tables of issue mining. */
import type {
  EmbeddedItem,
  Issue,
  IssueEvidence,
  IssueTriage,
  ItemCluster,
  ItemDuplicate,
  KnownIssue,
  LiveIssue,
} from '../../../domain/issues.js';
import type { RawItem } from '../../../domain/item.js';
import { declare } from '../table.js';

export const RAW_ITEMS = declare<RawItem>()({
  ...{ name: 'raw_items', half: 'knowledge', put: 'replace' },
  key: ['urlHash'],
  partition: ['urlHash'],
  indexed: ['collectionDate'],
  secure: true, // what its author deleted is to be gone
  columns: {
    urlHash: { kind: 'text' },
    source: { kind: 'text' },
    collectionDate: { kind: 'text' },
    url: { kind: 'text' },
    title: { kind: 'text' },
    body: { kind: 'text' },
    createdAt: { kind: 'time' },
    author: { kind: 'text', nullable: true },
  },
});

export const ITEMS = declare<EmbeddedItem>()({
  ...{ name: 'items', half: 'knowledge', put: 'replace' },
  key: ['urlHash', 'space'],
  partition: ['urlHash'],
  indexed: ['collectionDate'],
  columns: {
    urlHash: { kind: 'text' },
    space: { kind: 'text' },
    collectionDate: { kind: 'text' },
    contentHash: { kind: 'text' },
    vector: { kind: 'vector', name: 'embedding' },
    embeddedAt: { kind: 'time', name: 'embedding_date' },
    clusterDate: { kind: 'text', nullable: true },
    clusterId: { kind: 'int', nullable: true },
    duplicateOf: { kind: 'text', nullable: true },
  },
});

/** Copies by the day of what they are copies of: a day need not look through those behind it. */
export const ITEM_DUPLICATES = declare<ItemDuplicate>()({
  ...{ name: 'item_duplicates', half: 'knowledge', put: 'replace' },
  key: ['day', 'space', 'urlHash'],
  partition: ['day'],
  columns: {
    day: { kind: 'text' },
    space: { kind: 'text' },
    urlHash: { kind: 'text' },
    duplicateOf: { kind: 'text' },
    collectionDate: { kind: 'text' },
  },
});

export const ITEM_CLUSTERS = declare<ItemCluster>()({
  ...{ name: 'item_clusters', half: 'knowledge', put: 'replace' },
  key: ['clusterDate', 'clusterId'],
  partition: ['clusterDate'],
  columns: {
    clusterDate: { kind: 'text' },
    clusterId: { kind: 'int' },
    size: { kind: 'int', name: 'cluster_size' },
    confidence: { kind: 'real' },
    summary: { kind: 'text' },
  },
});

export const ISSUES = declare<Issue>()({
  ...{ name: 'issues', half: 'knowledge', put: 'replace' },
  key: ['clusterDate', 'clusterId'],
  partition: ['clusterDate'],
  indexed: ['issueKey'],
  columns: {
    clusterDate: { kind: 'text' },
    clusterId: { kind: 'int' },
    canonicalTitle: { kind: 'text' },
    category: { kind: 'text' },
    description: { kind: 'text' },
    wouldPaySignal: { kind: 'flag' },
    impactLevel: { kind: 'text' },
    method: { kind: 'text' },
    payQuote: { kind: 'text', nullable: true },
    clusterSize: { kind: 'int' },
    issueKey: { kind: 'text', nullable: true },
  },
});

export const ISSUE_EVIDENCE = declare<IssueEvidence>()({
  ...{ name: 'issue_evidence', half: 'knowledge', put: 'replace' },
  key: ['clusterDate', 'clusterId', 'urlHash'],
  partition: ['clusterDate'],
  indexed: ['urlHash'],
  secure: true,
  columns: {
    clusterDate: { kind: 'text' },
    clusterId: { kind: 'int' },
    urlHash: { kind: 'text' },
    source: { kind: 'text' },
    url: { kind: 'text' },
    title: { kind: 'text' },
    body: { kind: 'text' },
    postedAt: { kind: 'time' },
    payQuote: { kind: 'text', nullable: true },
  },
});

export const LIVE_ISSUES = declare<LiveIssue>()({
  ...{ name: 'live_issues', half: 'knowledge', put: 'replace' },
  key: ['clusterDate', 'clusterId'],
  partition: ['clusterDate'],
  columns: {
    clusterDate: { kind: 'text' },
    clusterId: { kind: 'int' },
    issueId: { kind: 'text', nullable: true },
    contentHash: { kind: 'text' },
    syncedAt: { kind: 'time' },
  },
});

/** A row for each day on which an issue was seen: how it stood behind that day, its `lastDay`. */
export const KNOWN_ISSUES = declare<KnownIssue>()({
  ...{ name: 'known_issues', half: 'knowledge', put: 'replace' },
  key: ['lastDay', 'issueKey'],
  partition: ['lastDay'],
  indexed: ['issueKey'],
  columns: {
    lastDay: { kind: 'text' },
    issueKey: { kind: 'text' },
    space: { kind: 'text' },
    centre: { kind: 'vector' },
    titleWords: { kind: 'json' },
    canonicalTitle: { kind: 'text' },
    aliases: { kind: 'json' },
    firstDay: { kind: 'text' },
    items: { kind: 'int' },
  },
});

export const ISSUE_TRIAGE = declare<IssueTriage>()({
  ...{ name: 'issue_triage', half: 'knowledge', put: 'replace' },
  key: ['issueKey'],
  partition: ['issueKey'],
  columns: {
    issueKey: { kind: 'text' },
    state: { kind: 'text' },
    changedAt: { kind: 'time' },
  },
});
