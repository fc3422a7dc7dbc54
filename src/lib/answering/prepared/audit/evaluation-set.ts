import { canonicalJson, hashParts, hashText } from '../../../algorithms/text/hashing.js';
import type { Audit } from '../../../domain/audit.js';
import type { AuditReport, Belief, Matter, Verdict } from '../../../domain/judge.js';
import type { EmbeddedQuery } from '../../../domain/query.js';
import type { Hash, Json } from '../../../domain/values.js';
import type { Clock, Embedder, Store } from '../../../ports/index.js';
import { boundWanted, type Bound, type Calibration } from '../calibration/calibration.js';
import { PRIOR_SCORE, PRIOR_THRESHOLD } from '../lookup/prior.js';
import { scoreOf } from '../lookup/score.js';
import { CuratedVectors } from '../index/curated-vectors.js';
import { lateQuestions, type LateQuestion } from '../calibration/held-out.js';
import type { Stocked } from '../lookup/prepared.js';
import { readReport, reported } from '../calibration/report.js';
import { lotOf, NEAR_LOGITS } from './sampling.js';
import { evenRate, judgedCalibration, tightened, type Evidence } from '../calibration/settle.js';
import { curatedStock, merged, minedStock } from '../index/stored-answers.js';
import { readCalibration, writeCalibration } from '../calibration/stored-calibration.js';
import { pairKey, trafficSince, type Traffic } from '../calibration/traffic.js';

export interface BenchDeps {
  store: Pick<
    Store,
    'audits' | 'lookups' | 'memo' | 'generations' | 'clusterings' | 'queries' | 'curated'
  >;
  embedder: Embedder;
  clock: Clock;
  /** Conversations of this many days are learnt from. */
  days: number;
  /** Audits count for this many days. */
  auditDays: number;
  maxErrorRate: number;
  /** What that is a share of. */
  errorOf: Bound['of'];
}

const DAY_MS = 86_400_000;
/** Samples for each that may be wrong, from which on audits alone choose thresholds, also by a judge that errs. */
const PLENTY = 1.5;
/** Late questions with less, in logits, are never served: as little as a near-miss below the prior has. */
const LEAST_SCORE = PRIOR_THRESHOLD - NEAR_LOGITS;

/** What the night has to judge: audits first, then, where they are too few, late questions of the window. */
export function openBench(deps: BenchDeps) {
  const { store, clock, auditDays } = deps;
  const oldest = () => clock.now() - auditDays * DAY_MS;
  return {
    async open(signal: AbortSignal) {
      const calibration = await readCalibration(store.memo);
      const before = await readReport(store.memo);
      const basis = hashText(canonicalJson(calibration.score as unknown as Json));
      const since = before && before.basis !== basis ? clock.now() : (before?.since ?? 0);
      const from = Math.max(since, oldest());
      const audits = await auditsSince(store, from);
      const traffic = await trafficSince(store.lookups, from, evenRate(audits));
      const enough = informative(deps, { audits, traffic }) >= PLENTY / deps.maxErrorRate;
      const late = enough || calibration.kind === 'labelled' ? [] : await lateOf(deps, signal);
      return new Sitting(deps, calibration, { audits, traffic, late }, { basis, since });
    },
  };
}

/** Audits that thresholds can be chosen on: for a bound on hits those that were none say nothing. */
function informative(
  { errorOf }: Pick<BenchDeps, 'errorOf'>,
  { audits, traffic }: Pick<Gathered, 'audits' | 'traffic'>,
): number {
  return errorOf === 'hits' ? audits.filter(({ hit }) => hit).length : traffic.sample.length;
}

/** By lot, so that those that are judged first are a random sample, too. */
async function auditsSince({ audits }: Pick<Store, 'audits'>, from: number): Promise<Audit[]> {
  const all: Audit[] = [];
  for await (const batch of audits.between(from, Infinity)) all.push(...batch);
  return all.sort((a, b) => lotOf(a.id) - lotOf(b.id));
}

async function lateOf(
  { store, embedder, clock, days }: BenchDeps,
  signal: AbortSignal,
): Promise<LateQuestion[]> {
  const generation = await store.generations.published('answers');
  const readable = generation?.space === embedder.space.id ? generation : null;
  const mined = readable ? await minedStock(store, embedder, readable) : [];
  const written = await curatedAnswers({ store, embedder }, signal);
  const queries: EmbeddedQuery[] = [];
  const from = clock.now() - days * DAY_MS;
  for await (const batch of store.queries.between(embedder.space, from, Infinity)) {
    queries.push(...batch);
  }
  return lateQuestions(merged(written, mined), queries, embedder.space.dimensions);
}

async function curatedAnswers(
  { store: { curated }, embedder }: Pick<BenchDeps, 'store' | 'embedder'>,
  signal: AbortSignal,
): Promise<Stocked[]> {
  const vectors = new CuratedVectors({ curated, embedder, keep: false }); // while it is planned, nothing is written
  const answers = await curated.list();
  await vectors.make(await vectors.read(answers), signal);
  return curatedStock(answers, vectors);
}

interface Gathered {
  audits: readonly Audit[];
  traffic: Traffic;
  late: readonly LateQuestion[];
}

interface Case {
  key: Hash;
  matter: Matter;
}

/** All that one night judges and concludes. */
class Sitting {
  readonly cases: readonly Case[];
  readonly fingerprint: Hash;
  private readonly deps: BenchDeps;
  private readonly calibration: Calibration;
  private readonly gathered: Gathered;
  private readonly count: Pick<AuditReport, 'basis' | 'since'>;

  constructor(
    deps: BenchDeps,
    calibration: Calibration,
    gathered: Gathered,
    count: Pick<AuditReport, 'basis' | 'since'>,
  ) {
    this.deps = deps;
    this.calibration = calibration;
    this.gathered = gathered;
    this.count = count;
    this.cases = casesOf(gathered);
    this.fingerprint = this.hash();
  }

  /** Of what the outcome hangs on; thresholds of an earlier judge are not: they are chosen anew. */
  private hash(): Hash {
    const { audits, late, traffic } = this.gathered;
    const { kind, score, threshold } = this.calibration;
    const given =
      kind === 'labelled' ? [canonicalJson({ score, threshold } as unknown as Json)] : [];
    return hashParts([
      ...[this.deps.maxErrorRate, this.deps.errorOf, this.count.basis, ...given],
      ...audits.map(({ id }) => id),
      ...late.map((each) => keyOf(matterOfLate(each))),
      ...[...traffic.judgements].map(([key, helpful]) => `${key} ${helpful}`).sort(),
      ...traffic.lookups,
    ]);
  }

  async settle(verdicts: ReadonlyMap<Hash, Verdict>, belief: Belief): Promise<AuditReport> {
    const { calibration, deps, count } = this;
    const evidence = this.evidence(verdicts, belief);
    if (belief.doubt !== null) return reported(calibration, evidence, { belief, count });
    const chosen = judgedCalibration(calibration, evidence);
    const next = tightened(chosen, evidence);
    if (canonicalJson(next as unknown as Json) !== canonicalJson(calibration as unknown as Json)) {
      await writeCalibration(deps.store.memo, next);
    }
    return reported(next, evidence, { belief, count });
  }

  /** What a person said of an answer to a question outranks what the judge says. */
  private evidence(verdicts: ReadonlyMap<Hash, Verdict>, { falseAccepts }: Belief): Evidence {
    const { audits, late, traffic } = this.gathered;
    const right = (each: { queryHash: Hash; answerId: string }, matter: Matter) =>
      traffic.judgements.get(pairKey(each.queryHash, each.answerId)) ??
      verdicts.get(keyOf(matter)) ??
      null;
    return {
      audits: audits.map((audit) => ({ audit, right: right(audit, matterOfAudit(audit)) })),
      late: late.map((each) => ({ pair: each.pair, right: right(each, matterOfLate(each)) })),
      ...{ traffic, bound: boundWanted(this.deps), falseAccepts },
    };
  }
}

const matterOfAudit = ({ question, offer, fresh }: Audit): Matter => ({
  ...{ asked: question, offer, fresh },
});

const matterOfLate = ({ asked, offer }: LateQuestion): Matter => ({ asked, offer, fresh: null });

function keyOf({ asked, offer, fresh }: Matter): Hash {
  const { question, answer, quotes } = offer;
  return hashParts([asked, question, answer, quotes.length, ...quotes, fresh ?? '']);
}

/** Audits as they were drawn, then the likeliest hits; without those that a person has judged, each once. */
function casesOf({ audits, late, traffic }: Gathered): Case[] {
  const open = (each: { queryHash: Hash; answerId: string }) =>
    !traffic.judgements.has(pairKey(each.queryHash, each.answerId));
  const likely = late
    .filter((each) => !each.pair.vetoed && scoreOf(PRIOR_SCORE, each.pair) >= LEAST_SCORE)
    .sort((a, b) => scoreOf(PRIOR_SCORE, b.pair) - scoreOf(PRIOR_SCORE, a.pair));
  const matters = [
    ...audits.filter(open).map(matterOfAudit),
    ...likely.filter(open).map(matterOfLate),
  ];
  const byKey = new Map(matters.map((matter) => [keyOf(matter), matter]));
  return [...byKey].map(([key, matter]) => ({ key, matter }));
}
