import type { GibseyError } from '../../domain/errors.js';
import type { StoredPage } from '../../domain/page.js';
import type { RankedSummary } from '../../domain/quote.js';
import { redact } from '../../config/redact.js';

export const errorJson = ({ code, message, hint }: GibseyError) => ({
  error: { code, message: redact(message), hint: redact(hint) },
});

export const summaryJson = ({ clusterId, title, summary, score }: RankedSummary) => ({
  cluster_id: clusterId,
  title,
  summary,
  score,
});

export const pageJson = (page: StoredPage) => ({
  id: page.id,
  body: page.body,
  title: page.title,
  chapter: page.chapter,
  position: page.position,
  char_id: page.charId,
  source: page.source,
  updated_at: page.updatedAt,
  content_hash: page.contentHash,
  metadata: page.metadata,
});
