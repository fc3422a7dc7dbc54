import { newArm, type Arm } from '../../algorithms/bandit/arm.js';
import { FEATURES } from '../../algorithms/context/features.js';
import { RIDGE, taught, type Lesson } from '../../algorithms/context/learning.js';
import { TIP_KINDS, type BanditArm, type TipKind } from '../../domain/context.js';
import type { Clock } from '../../ports/index.js';
import type { ContextTables } from '../../ports/store/tables/context.js';

/** What others have learnt is looked for this often, ms. */
const FOLLOW_MS = 10_000;

/**
 * The arms as they stand, in memory. What is learnt by day is written at once; where two processes learn in the same
 * moment one of them may be lost, until the night makes the arms anew from the log.
 */
export class LiveArms {
  private readonly tables: Pick<ContextTables, 'arms'>;
  private readonly clock: Clock;
  private arms = new Map<TipKind, Arm>();
  private rows: readonly BanditArm[] = [];
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(tables: Pick<ContextTables, 'arms'>, clock: Clock) {
    this.tables = tables;
    this.clock = clock;
  }

  /** One of which nothing is known is new. */
  async of(kind: TipKind): Promise<Arm> {
    await this.current();
    return this.arms.get(kind) ?? newArm(FEATURES.length, RIDGE);
  }

  /** Whether a tip of that time and kind that nobody had reacted to was counted as unwelcome. */
  async wasSettled(kind: TipKind, createdAt: number): Promise<boolean> {
    await this.current();
    const row = this.rows.find((each) => each.kind === kind);
    return row !== undefined && createdAt < row.settledBefore;
  }

  /** @param before the reward that was learnt of the same choice; null: it is new */
  learn(lesson: Lesson, before: number | null): Promise<void> {
    const turn = this.writing.then(() => this.learnt(lesson, before));
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  private async learnt(lesson: Lesson, before: number | null): Promise<void> {
    await this.read(); // so that as little as can be is lost of what others learn
    const { kind, features, reward } = lesson;
    if (before === null) this.arms = taught(this.arms, [lesson]);
    else {
      const arm = this.arms.get(kind) ?? newArm(FEATURES.length, RIDGE);
      const response = arm.response.map((sum, i) => sum + (reward - before) * (features[i] ?? 0));
      this.arms.set(kind, { ...arm, response });
    }
    await this.write(kind);
  }

  private async write(kind: TipKind): Promise<void> {
    const { design, response, count } = this.arms.get(kind)!;
    const settledBefore = this.rows.find((each) => each.kind === kind)?.settledBefore ?? 0;
    const sums = { design: [...design], response: [...response], count };
    await this.tables.arms.put([{ kind, ...sums, settledBefore, updatedAt: this.clock.now() }]);
  }

  /** Reads the arms again, whatever was read before. */
  async read(): Promise<void> {
    this.readAt = this.clock.monotonic();
    this.rows = await this.tables.arms.get(TIP_KINDS.map((kind) => ({ kind })));
    this.arms = new Map(
      this.rows
        .filter(({ response }) => response.length === FEATURES.length)
        .map(({ kind, design, response, count }): [TipKind, Arm] => [
          kind,
          { design: Float64Array.from(design), response: Float64Array.from(response), count },
        ]),
    );
  }

  private async current(): Promise<void> {
    if (this.clock.monotonic() - this.readAt < FOLLOW_MS) return this.reading ?? undefined;
    this.reading = this.read().finally(() => (this.reading = null));
    await this.reading;
  }
}
