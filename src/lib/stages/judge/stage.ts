import { hashParts } from '../../algorithms/text/hashing.js';
import { asGibseyError } from '../../domain/errors.js';
import type { Belief, TrialReport, Verdict } from '../../domain/judge.js';
import type { Hash, Json } from '../../domain/values.js';
import type { ChatModel, MemoStore } from '../../ports/index.js';
import type { Plan, Stage, Unit } from '../stage.js';
import type { Bench, Case, Docket } from './docket.js';
import { CASES } from './trial-cases.js';
import { beliefIn, tryJudge } from './trials.js';
import { PROMPT_VERSION, verdictOn } from './verdict.js';

export interface JudgeOptions {
  memo: MemoStore;
  /** Null: nothing is judged. */
  model: ChatModel | null;
  bench: Bench;
  /** Most verdicts in one night. */
  max: number;
  concurrency: number;
}

/** `trials`: the judge is judged; `outcome`: thresholds are to be set. */
export type JudgeUnit =
  (Unit & { work: 'trials' | 'outcome' }) | (Unit & { work: 'case'; case: Case });

/** `kept`: why there is no verdict. */
type Judged = { report: TrialReport } | { verdict: Verdict } | { kept: string } | null;

const VERSION = 1;
const NAME = 'judge';
const TRIALS = 'trials';
/** What the last night came to: an AuditReport. */
const OUTCOME = 'outcome';

/**
 * Judges prepared answers by the model: those that an audit drew by day, or, without them, those that questions of
 * late would have got. A model is tried first, on questions whose verdict is known. A verdict is asked for once.
 */
export function judgeStage(options: JudgeOptions): Stage<JudgeUnit, Judged> {
  const session = new Session(options);
  return {
    name: NAME,
    version: VERSION,
    needs: ['publish-answers'],
    limits: { concurrency: options.concurrency, batch: 1 }, // no verdict that may have taken a minute waits
    most: () => null,
    plan: ({ signal }) => session.plan(signal),
    compute: (unit, signal) => session.compute(unit, signal),
    async commit(results) {
      for (const { unit, value } of results) await session.commit(unit, value);
    },
    finish: () => session.finish(),
    shortfall: () => session.shortfall(),
  };
}

class Session {
  private readonly options: JudgeOptions;
  private docket: Docket | null = null;
  /** Asked once a session, for all cases that wait for it. */
  private trial: Promise<TrialReport> | null = null;
  private readonly unjudged = new Set<string>();
  private reason = '';

  constructor(options: JudgeOptions) {
    this.options = options;
  }

  private get name(): string {
    return `${this.options.model?.name}/${VERSION}.${PROMPT_VERSION}`;
  }

  async *plan(signal: AbortSignal): AsyncIterable<Plan<JudgeUnit>> {
    const { bench, model } = this.options;
    if (!model) return;
    const docket = await bench.open(signal);
    this.docket = docket;
    const belief = await this.belief();
    if (docket.cases.length === 0 && !belief) return; // nobody to be tried for nothing
    yield this.plannedTrial(belief);
    let left = 0;
    const verdicts = await this.verdicts(docket);
    for (const plan of this.plannedCases(docket, verdicts, belief)) {
      if (plan.action === 'run') left++;
      yield plan;
    }
    yield await this.plannedOutcome(docket, verdicts, left > 0 || !belief);
  }

  private plannedTrial(belief: Belief | null): Plan<JudgeUnit> {
    const unit = { key: TRIALS, input: this.trialsInput(), work: 'trials' } as const;
    return belief
      ? { unit, action: 'skip', reason: belief.doubt ?? 'it has stood its trial' }
      : { unit, action: 'run', reason: 'a judge that was not tried yet' };
  }

  private *plannedCases(
    { cases }: Docket,
    verdicts: ReadonlyMap<Hash, Verdict>,
    belief: Belief | null,
  ): Iterable<Plan<JudgeUnit>> {
    let asked = 0;
    for (const each of cases) {
      const unit = {
        ...{ key: each.key, input: this.inputOf(each.key) },
        work: 'case',
        case: each,
      } as const;
      if (verdicts.has(each.key)) yield { unit, action: 'skip', reason: 'unchanged' };
      else if (belief?.doubt) yield { unit, action: 'skip', reason: belief.doubt };
      else if (asked++ < this.options.max) yield { unit, action: 'run', reason: 'new' };
      else yield { unit, action: 'skip', reason: 'left for another night' };
    }
  }

  private async plannedOutcome(
    docket: Docket,
    verdicts: ReadonlyMap<Hash, Verdict>,
    unsettled: boolean,
  ): Promise<Plan<JudgeUnit>> {
    const input = this.outcomeInput(docket, verdicts);
    const unit = { key: OUTCOME, input, work: 'outcome' } as const;
    const before = (await this.options.memo.get(NAME, [OUTCOME])).get(OUTCOME);
    return !unsettled && before?.input === input
      ? { unit, action: 'skip', reason: 'unchanged' }
      : { unit, action: 'run', reason: before ? 'something changed' : 'new' };
  }

  private trialsInput(): Hash {
    return hashParts([this.name, JSON.stringify(CASES)]);
  }

  private inputOf(key: Hash): Hash {
    return hashParts([this.name, key]);
  }

  private outcomeInput(docket: Docket, verdicts: ReadonlyMap<Hash, Verdict>): Hash {
    const known = [...verdicts].map(([key, verdict]) => `${key} ${verdict}`).sort();
    return hashParts([VERSION, this.name, docket.fingerprint, ...known]);
  }

  /** Null when the model was not tried yet. */
  private async belief(): Promise<Belief | null> {
    const input = this.trialsInput();
    const held = (await this.options.memo.artefacts(NAME, [input])).get(input);
    return held ? beliefIn(this.name, held as unknown as TrialReport) : null;
  }

  private async verdicts({ cases }: Docket): Promise<Map<Hash, Verdict>> {
    const inputs = new Map(cases.map(({ key }) => [this.inputOf(key), key]));
    const held = await this.options.memo.artefacts(NAME, [...inputs.keys()]);
    return new Map(
      [...held].map(([input, value]) => [
        inputs.get(input)!,
        (value as unknown as { answers: Verdict }).answers,
      ]),
    );
  }

  async compute(unit: JudgeUnit, signal: AbortSignal): Promise<Judged> {
    const { model } = this.options;
    if (!model || unit.work === 'outcome') return null;
    try {
      if (unit.work !== 'case') return { report: await this.tried(model, signal) };
      const belief = (await this.belief()) ?? beliefIn(this.name, await this.tried(model, signal));
      if (belief.doubt) return null; // the outcome says so
      return { verdict: await verdictOn(model, unit.case.matter, signal) };
    } catch (thrown) {
      const { code, message } = asGibseyError(thrown);
      if (code !== 'SERVICE_UNREACHABLE' && code !== 'BUDGET_SPENT') throw thrown;
      signal.throwIfAborted(); // a night at its end has its own word for it
      return { kept: message };
    }
  }

  private tried(model: ChatModel, signal: AbortSignal): Promise<TrialReport> {
    this.trial ??= tryJudge(model, this.options.concurrency, signal);
    return this.trial;
  }

  async commit({ key, input }: JudgeUnit, value: Judged): Promise<void> {
    const { memo } = this.options;
    if (value === null) return;
    if ('kept' in value) {
      this.unjudged.add(key);
      this.reason = value.kept;
    } else {
      const held = 'report' in value ? { ...value.report } : { answers: value.verdict };
      await memo.putFirst(NAME, key, input, held);
    }
  }

  /** Thresholds, by all verdicts that there are. */
  async finish(): Promise<void> {
    const { docket } = this;
    const { memo } = this.options;
    const belief = docket && (await this.belief());
    if (!docket || !belief) return;
    const verdicts = belief.doubt === null ? await this.verdicts(docket) : new Map<Hash, Verdict>();
    const outcome = (await docket.settle(verdicts, belief)) as unknown as Json;
    await memo.putFirst(
      NAME,
      OUTCOME,
      this.outcomeInput(docket, await this.verdicts(docket)),
      outcome,
    );
    const needed = new Set([OUTCOME, TRIALS, ...docket.cases.map(({ key }) => key)]);
    const gone = (await memo.keys(NAME)).filter((key) => !needed.has(key));
    if (gone.length > 0) await memo.forget(NAME, gone);
  }

  shortfall(): string | null {
    return this.unjudged.size === 0 ? null : `${this.unjudged.size} not judged: ${this.reason}`;
  }
}
