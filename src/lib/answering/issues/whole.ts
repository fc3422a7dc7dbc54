/** One issue with all that is known of it, and what people decide about it. */
import { relatedIssues } from '../../algorithms/issues/joining.js';
import { compareBytewise } from '../../algorithms/text/hashing.js';
import { nearest } from '../../algorithms/text/spelling.js';
import { GibseyError } from '../../domain/errors.js';
import type { IssueEvidence, IssueTriage, KnownIssue, TriageState } from '../../domain/issues.js';
import type { Clock } from '../../ports/index.js';
import {
  ISSUE_EVIDENCE,
  ISSUE_TRIAGE,
  ISSUES,
  KNOWN_ISSUES,
} from '../../ports/store/tables/issues.js';
import { lastingIssues, type LastingIssue, type Tables } from './lasting.js';

export interface WholeIssue extends LastingIssue {
  aliases: string[];
  related: { issueKey: string; title: string; likeness: number }[];
  /** The newest first. */
  evidence: IssueEvidence[];
}

/** @throws NOT_FOUND */
export async function wholeIssue(store: Tables, key: string): Promise<WholeIssue> {
  const all = await lastingIssues(store);
  const issue = found(all, key);
  const known = await newestKnown(store, all);
  const own = known.get(issue.issueKey);
  const titles = new Map(all.map(({ issueKey, canonicalTitle }) => [issueKey, canonicalTitle]));
  const related = own ? relatedIssues(own, [...known.values()]) : [];
  return {
    ...issue,
    aliases: own?.aliases ?? [],
    related: related.map((each) => ({ ...each, title: titles.get(each.issueKey) ?? '' })),
    evidence: await evidenceOf(store, issue.issueKey),
  };
}

/** A whole key, or the beginning of one. @throws NOT_FOUND */
function found(all: readonly LastingIssue[], key: string): LastingIssue {
  const begun = key.length > 3 ? all.filter(({ issueKey }) => issueKey.startsWith(key)) : [];
  const issue = all.find(({ issueKey }) => issueKey === key) ?? begun[0];
  if (issue && begun.length < 2) return issue;
  const keys = all.map(({ issueKey }) => issueKey);
  const near = nearest(key, keys);
  throw new GibseyError('NOT_FOUND', `There is no issue "${key}".`, {
    hint: near ? `did you mean: gibsey issues show ${near}` : 'gibsey issues',
  });
}

async function newestKnown(
  { tables }: Tables,
  all: readonly LastingIssue[],
): Promise<Map<string, KnownIssue>> {
  const rows = await tables.of(KNOWN_ISSUES).get(all);
  return new Map(rows.map((row) => [row.issueKey, row]));
}

async function evidenceOf({ tables }: Tables, issueKey: string): Promise<IssueEvidence[]> {
  const evidence: IssueEvidence[] = [];
  for await (const issues of tables.of(ISSUES).find('issueKey', issueKey)) {
    for (const { clusterDate, clusterId } of issues) {
      for await (const batch of tables.of(ISSUE_EVIDENCE).scan({ clusterDate })) {
        evidence.push(...batch.filter((row) => row.clusterId === clusterId));
      }
    }
  }
  return evidence.sort((a, b) => b.postedAt - a.postedAt || compareBytewise(a.urlHash, b.urlHash));
}

/** Keeps what people decided; no night touches it. @throws NOT_FOUND */
export async function triage(
  store: Tables,
  clock: Clock,
  { key, state }: { key: string; state: TriageState },
): Promise<IssueTriage> {
  const { issueKey } = found(await lastingIssues(store), key);
  const row = { issueKey, state, changedAt: clock.now() };
  await store.tables.of(ISSUE_TRIAGE).put([row]);
  return row;
}
