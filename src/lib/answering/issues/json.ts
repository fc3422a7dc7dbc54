/** Issues as programs get them, on the command line and over HTTP. What strangers wrote is inert, to the last word. */
import { inert, inertLine, safeLink } from '../../algorithms/text/inert.js';
import type { IssueEvidence, IssueTriage } from '../../domain/issues.js';
import type { LastingIssue } from './lasting.js';
import type { WholeIssue } from './whole.js';

export const LINE = 400;

export const line = (text: string) => inertLine(text, LINE);

export const issueJson = (issue: LastingIssue) => ({
  ...{ issue_key: issue.issueKey, title: line(issue.canonicalTitle), category: issue.category },
  ...{ description: inert(issue.description), impact_level: issue.impactLevel },
  ...{ would_pay_signal: issue.wouldPay, state: issue.state, trend: issue.trend },
  ...{ items: issue.items, first_day: issue.firstDay, last_day: issue.lastDay },
  days: issue.days,
  ...{ cluster_date: issue.clusterDate, cluster_id: issue.clusterId, method: issue.method },
});

const evidenceJson = (evidence: IssueEvidence) => ({
  ...{ source: evidence.source, url: safeLink(evidence.url), title: line(evidence.title) },
  ...{ posted_at: new Date(evidence.postedAt).toISOString() },
  pay_quote: evidence.payQuote === null ? null : inert(evidence.payQuote),
});

export const wholeIssueJson = (issue: WholeIssue) => ({
  ...issueJson(issue),
  pay_quote: issue.payQuote === null ? null : inert(issue.payQuote),
  aliases: issue.aliases.map(line),
  related: issue.related.map(({ issueKey, title, likeness }) => ({
    ...{ issue_key: issueKey, title: line(title), likeness },
  })),
  evidence: issue.evidence.map(evidenceJson),
});

export const triageJson = ({ issueKey, state, changedAt }: IssueTriage) => ({
  ...{ issue_key: issueKey, state, changed_at: new Date(changedAt).toISOString() },
});
