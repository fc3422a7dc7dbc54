/** What people see of issues. What strangers wrote is inert, to the last word. */
import { inertLine, safeLink } from '../lib/algorithms/text/inert.js';
import { LINE, line } from '../lib/answering/issues/json.js';
import type { LastingIssue } from '../lib/answering/issues/lasting.js';
import type { WholeIssue } from '../lib/answering/issues/whole.js';
import type { IssueEvidence } from '../lib/domain/issues.js';
import { columns, indented } from './columns.js';
import { count, day, plural } from './format.js';

const TOLD = 300;

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
