import type { ErrorCode } from '../domain/errors.js';
import type { Hash, StageName } from '../domain/values.js';

/** The least piece of work of a stage: computed, skipped, retried and recorded as one. */
export interface Unit {
  /** Natural key within the stage, e.g. a page id. */
  key: string;
  /** H(content, model, prompt version, stage version): equal input, equal result. */
  input: Hash;
}

export interface Plan<U extends Unit = Unit> {
  unit: U;
  action: 'run' | 'skip' | 'reject';
  /** Why, in a few words: `new`, `body changed`, `unchanged`, … */
  reason: string;
  /** Of a unit that stands for rows to be removed: how many they are. */
  rows?: number;
}

/** What a unit is computed from, as it was when it was read. */
export interface Loaded<L> {
  value: L;
  /** The unit's input as what was read makes it. */
  input: Hash;
}

export interface Result<U extends Unit = Unit, R = unknown> {
  unit: U;
  value: R;
}

/**
 * A self-contained batch operation over units `U`, computed from what is loaded (`L`) into results (`R`). Stages
 * neither print nor exit; whatever they need is given to them when they are made. Resuming is planning again: there
 * is no second mechanism.
 */
export interface Stage<U extends Unit = Unit, R = unknown, L = unknown> {
  readonly name: StageName;
  /** Part of every input hash: raise it when the stage's results change. */
  readonly version: number;
  readonly needs: readonly StageName[];
  /**
   * Units computed at once, committed together (fewer when they weigh more than `weight`), and loaded together
   * (default: one by one).
   */
  readonly limits: { concurrency: number; batch: number; weight?: number; load?: number };
  /** What a unit's result holds, in the measure of `limits.weight`. */
  weigh?(unit: U): number;
  /** The plan can be drawn only once: its input is a stream such as standard input. */
  readonly once?: boolean;
  /** Failures that no other unit of this stage can escape, beside those that none of any stage can. */
  readonly fatal?: ReadonlySet<ErrorCode>;
  /** What there is to do and why. Reads only. Bounded memory where the collection is large. */
  plan(options: { force: boolean; signal: AbortSignal }): AsyncIterable<Plan<U>>;
  /**
   * The most units there can be once the stages that it needs have run: `planned` by the plan as it stands,
   * `before` at most run by those stages. Null: nobody can say before.
   */
  most(planned: number, before: number): number | null;
  /**
   * Reads what units are computed from, aligned with them; null where it is gone. A unit whose input is no longer
   * the planned one is superseded: it is neither computed nor committed, or a result would be kept under the hash of
   * another input. Planning again takes it up.
   */
  load?(units: readonly U[], signal: AbortSignal): Promise<readonly (Loaded<L> | null)[]>;
  /** Touches no store. `loaded` is what `load` read for the unit, undefined in a stage without it. */
  compute(unit: U, signal: AbortSignal, loaded: L): Promise<R>;
  /** Idempotent by (key, input). */
  commit(results: readonly Result<U, R>[], fence: number): Promise<void>;
  /** Clears up behind the last unit of a pass that nothing fatal ended, e.g. units that are gone. */
  finish?(fence: number): Promise<void>;
  /**
   * Keeps what drawing the plan has found out, so that the next one need not. Behind a pass that nothing fatal ended,
   * also one without work and without a lock: it is derived, idempotent, and writes nothing that the store has already.
   */
  remember?(): Promise<void>;
  /** What this pass had to do less well than it should have, e.g. for want of a budget; the run is partial then. */
  shortfall?(): string | null;
  /** Rows that it has removed so far, by the keys of their units. */
  removed?(): Readonly<Record<string, number>>;
}
