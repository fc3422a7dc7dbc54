import { canonicalJson, hashParts, hashText } from '../../../algorithms/text/hashing.js';
import { inert, inertLine, safeLink } from '../../../algorithms/text/inert.js';
import type { ClusterKey, IssueEvidence } from '../../../domain/issues.js';
import type { Json } from '../../../domain/values.js';
import type { ShownIssue } from '../../../ports/index.js';
import { BODY_LENGTH } from './collections.js';

type Fields = Record<string, Json>;

/** PocketBase takes ids of 15 characters. */
const ID_LENGTH = 15;
/** What a title becomes where signs give way to longer ones. */
const LINE = 400;
const PARAGRAPH = 5_000;

/** The same for the same cluster: one that was made and not recorded is not made again. */
export const issueId = ({ clusterDate, clusterId }: ClusterKey): string =>
  hashParts(['issue', clusterDate, clusterId]).slice(0, ID_LENGTH);

/** Whatever strangers wrote is inert, to the last field. */
export const issueFields = (issue: ShownIssue): Fields => ({
  cluster_date: issue.clusterDate,
  cluster_id: issue.clusterId,
  issue_key: issue.issueKey ?? '',
  canonical_title: inertLine(issue.canonicalTitle, LINE),
  category: issue.category,
  description: inertLine(issue.description, PARAGRAPH),
  would_pay_signal: issue.wouldPaySignal,
  pay_quote: inertLine(issue.payQuote ?? '', PARAGRAPH),
  impact_level: issue.impactLevel,
  cluster_size: issue.clusterSize,
  confidence: issue.confidence,
  summary: inertLine(issue.summary, PARAGRAPH),
  method: issue.method,
  state: issue.state,
});

export interface EvidenceRecord {
  id: string;
  fields: Fields & { content_hash: string };
}

export function evidenceRecord(issue: string, evidence: IssueEvidence): EvidenceRecord {
  const { urlHash, source, url, title, body, postedAt, payQuote } = evidence;
  const fields = {
    ...{ issue, url_hash: urlHash, source, url: safeLink(url) ?? '' },
    title: inertLine(title, LINE),
    body: inert(body.slice(0, BODY_LENGTH)).slice(0, 2 * BODY_LENGTH),
    pay_quote: inertLine(payQuote ?? '', PARAGRAPH),
    posted_at: new Date(postedAt).toISOString(),
  };
  return {
    id: hashParts(['evidence', issue, urlHash]).slice(0, ID_LENGTH),
    fields: { ...fields, content_hash: hashText(canonicalJson(fields)) },
  };
}
