import type { Audit, Offer } from '../../../domain/audit.js';
import type { Lookup } from '../../../domain/lookup.js';
import { explain } from '../lookup/decide.js';
import type { Auditor } from './auditor.js';
import type { Looked } from '../lookup/looked.js';
import type { Prepared } from '../lookup/prepared.js';
import { isAuditable } from './sampling.js';
import type { Shelf } from '../index/snapshot.js';

/** A look-up as the night is to judge it; null when it is not worth it, or not drawn. */
export function auditOf(
  { id, queryHash, hit, createdAt }: Lookup,
  { masked, result, hood }: Looked,
  { answers, calibration }: Pick<Shelf, 'answers' | 'calibration'>,
  auditor: Pick<Auditor, 'drawn'>,
): Omit<Audit, 'fresh'> | null {
  const { decision } = result;
  const prepared = answers.get(decision?.candidate ?? '');
  if (!decision || !hood || !prepared || !isAuditable(decision)) return null;
  if (!result.hit && result.reason === 'stale') return null; // the night writes another answer
  const propensity = auditor.drawn(id);
  if (propensity === null) return null;
  const { group, score, threshold } = decision;
  return {
    ...{ id, queryHash, question: masked, answerId: prepared.answerId, offer: offerOf(prepared) },
    // Of a miss nobody has looked yet whether a veto speaks against it, too.
    ...{ hit, vetoed: explain(hood, calibration).veto !== null, group, score, threshold },
    ...{ propensity, createdAt },
  };
}

export function offerOf({ question, answer, sources }: Prepared): Offer {
  return { question, answer, quotes: sources.map(({ text }) => text) };
}
