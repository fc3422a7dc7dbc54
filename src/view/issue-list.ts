/** What people see of issues. What strangers wrote is inert, to the last word. */
import { inert, inertLine, safeLink } from '../lib/algorithms/text/inert.js';
import type { LastingIssue, WholeIssue } from '../lib/app/issues.js';
import type { IssueEvidence, IssueTriage } from '../lib/domain/issues.js';
import { columns, indented } from './columns.js';
import { count, day, plural } from './format.js';

const LINE = 400;
const TOLD = 300;

const line = (text: string) => inertLine(text, LINE);

export const issueJson = (issue: LastingIssue) => ({
  ...{ issue_key: issue.issueKey, title: line(issue.canonicalTitle), category: issue.category },
  ...{ description: inert(issue.description), impact_level: issue.impactLevel },
  ...{ would_pay_signal: issue.wouldPay, state: issue.state, trend: issue.trend },
  ...{ items: issue.items, first_day: issue.firstDay, last_day: issue.lastDay },
  ...{ cluster_date: issue.clusterDate, cluster_id: issue.clusterId, method: issue.method },
});

export function issuesText(issues: readonly LastingIssue[]): string {
  if (issues.length === 0) return 'No issues yet: gibsey nightly --only issues';
  const rows = issues.map((issue) => [
    issue.issueKey,
    issue.category,
    issue.impactLevel,
    issue.trend,
    issue.state,
    count(issue.items),
    issue.wouldPay ? 'pays' : '',
  ]);
  const head = ['issue', 'category', 'impact', 'trend', 'state', 'posts', ''];
  const below = issues.map(({ canonicalTitle }) => line(canonicalTitle));
  return columns(rows, { head, right: [5], below });
}

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

export function wholeIssueText(issue: WholeIssue): string {
  const { aliases, related, evidence, firstDay, lastDay, items } = issue;
  const when = firstDay === lastDay ? firstDay : `${firstDay} to ${lastDay}`;
  const parts = [
    issuesText([issue]),
    indented(inertLine(issue.description, 2 * LINE), 4),
    indented(`${plural(items, 'post')}, ${when}; labelled by ${issue.method}.`, 4),
  ];
  if (aliases.length > 0) parts.push(indented(`Before: ${aliases.map(line).join(' · ')}`, 4));
  if (related.length > 0) {
    const rows = related.map(({ issueKey, title }) => [issueKey, line(title)]);
    parts.push(`Related, and not the same:\n${columns(rows)}`);
  }
  parts.push(evidence.map(evidenceText).join('\n'));
  return parts.join('\n\n');
}

function evidenceText({ source, title, url, postedAt, payQuote }: IssueEvidence): string {
  const head = `  ${source}, ${day(postedAt)}  ${line(title)}`;
  const quote = payQuote === null ? [] : [indented(`“${inertLine(payQuote, TOLD)}”`, 6)];
  return [head, ...quote, `      ${safeLink(url) ?? ''}`].join('\n');
}

export const triageJson = ({ issueKey, state, changedAt }: IssueTriage) => ({
  ...{ issue_key: issueKey, state, changed_at: new Date(changedAt).toISOString() },
});
