import { densityGroup } from '../../../algorithms/calibration/density-groups.js';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Offer } from '../../../domain/audit.js';
import type { EmbeddedQuery } from '../../../domain/query.js';
import type { Hash } from '../../../domain/values.js';
import type { CalibrationPair } from './calibration.js';
import { weigh } from '../lookup/evidence.js';
import { GoldenIndex } from '../index/question-index.js';
import { featuresOf } from '../lookup/score.js';
import { vetoOf } from '../vetoes/veto.js';
import { offerOf } from '../audit/audit-of.js';
import type { Stocked } from '../lookup/prepared.js';

/** A later question, and the answer that it would have got. */
export interface LateQuestion {
  queryHash: Hash;
  asked: string;
  answerId: string;
  offer: Offer;
  pair: Omit<CalibrationPair, 'right'>;
}

/** More would say little more, and each takes a search. */
const MOST = 2_000;

/**
 * The later half of a window looked up in answers as the earlier half left them: a stored question that was first
 * asked in the later half is left out. All traffic counts, also what no cluster took up; nobody counts twice for one
 * answer.
 * @param queries of the window, in any order
 */
export function lateQuestions(
  stock: readonly Stocked[],
  queries: readonly EmbeddedQuery[],
  dimensions: number,
): LateQuestion[] {
  const inTime = [...queries].sort(
    (a, b) => a.createdAt - b.createdAt || compareBytewise(a.id, b.id),
  );
  const half = Math.ceil(inTime.length / 2);
  const index = indexOf(
    stock,
    new Set(inTime.slice(0, half).map(({ text }) => text)),
    inTime,
    dimensions,
  );
  const offers = new Map(stock.map(({ prepared }) => [prepared.answerId, offerOf(prepared)]));
  const seen = new Set<string>();
  return inTime
    .slice(half)
    .slice(-MOST)
    .flatMap((query) => {
      const late = lateQuestion(index, query, offers);
      const who = `${query.userId} ${late?.answerId}`;
      if (!late || seen.has(who)) return [];
      seen.add(who);
      return [late];
    });
}

function indexOf(
  stock: readonly Stocked[],
  early: ReadonlySet<string>,
  queries: readonly EmbeddedQuery[],
  dimensions: number,
): GoldenIndex {
  const asked = new Set(queries.map(({ text }) => text));
  const index = new GoldenIndex(dimensions);
  for (const { prepared, questions } of stock) {
    // What nobody asked in the window is older than it, or was written by people.
    const known = questions.filter(({ text }) => early.has(text) || !asked.has(text));
    index.put({ answerId: prepared.answerId, questions: known });
  }
  return index;
}

function lateQuestion(
  index: GoldenIndex,
  { text, vector, contentHash }: EmbeddedQuery,
  offers: ReadonlyMap<string, Offer>,
): LateQuestion | null {
  const hood = index.search({ text, vector });
  const evidence = weigh(hood);
  if (!evidence) return null;
  const { answerId } = evidence;
  const group = densityGroup(hood.answers.get(answerId)!.questions);
  const vetoed = vetoOf(hood, evidence) !== null;
  const pair = { features: featuresOf(evidence), group, vetoed };
  return { queryHash: contentHash, asked: text, answerId, offer: offers.get(answerId)!, pair };
}
