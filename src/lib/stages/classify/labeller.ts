import { hashParts } from '../../algorithms/text/hashing.js';
import type { Classification, Classified } from '../../domain/classification.js';
import { asGibseyError } from '../../domain/errors.js';
import type { Hash } from '../../domain/values.js';
import type { ChatModel } from '../../ports/index.js';
import { askModel } from './model.js';
import { NearestPrototypes, type Labelled } from './prototypes.js';
import type { ClassifyOptions, ClassifyUnit } from './task.js';

export const LLM = 'llm';
export const PROTOTYPES = 'prototypes';

type Writer = readonly [method: string, model: string];

/** What a label by this writer is found from. */
export const inputOf = (basis: Hash, [method, model]: Writer): Hash =>
  hashParts([basis, method, model]);

/** Who labels now. */
export const writerOf = ({
  model,
  embedder,
}: Pick<ClassifyOptions, 'model' | 'embedder'>): Writer =>
  model ? [LLM, model.name] : [PROTOTYPES, embedder.space.id];

/** Labels with the model while it answers, else with prototypes. */
export class Labeller {
  private readonly options: ClassifyOptions;
  private readonly nearest: ReadonlyMap<Classified, NearestPrototypes>;
  private readonly unasked = new Set<string>();
  /** What the model says of a text; equal texts are asked about once. Null: no reply named a label. */
  private readonly asked = new Map<Hash, Promise<Labelled | null>>();
  private reason = '';

  constructor(options: ClassifyOptions) {
    this.options = options;
    this.nearest = new Map(
      options.collections.map(({ collection, labels }) => [
        collection,
        new NearestPrototypes(options.embedder, labels),
      ]),
    );
  }

  /** Why texts are not labelled as they should be; null when all are. */
  shortfall(): string | null {
    const { size } = this.unasked;
    return size === 0 ? null : `${size} without the language model: ${this.reason}`;
  }

  /**
   * Null: the label that a model gave this very text earlier stays.
   * @throws INTERRUPTED, SERVICE_UNREACHABLE where a host embeds
   */
  async label(unit: ClassifyUnit, signal: AbortSignal): Promise<Classification | null> {
    const { model } = this.options;
    const asked = model ? await this.ask(model, unit, signal) : 'unasked';
    if (typeof asked === 'object') return this.row(unit, writerOf(this.options), asked, unit.input);
    if (model && asked === 'unasked' && unit.byModel) return null;
    return this.byPrototypes(unit, asked, signal);
  }

  /** What the model could not sort is settled; what it was not asked is planned again. */
  private async byPrototypes(
    unit: ClassifyUnit,
    asked: 'unasked' | 'unusable',
    signal: AbortSignal,
  ): Promise<Classification> {
    const { clock, embedder } = this.options;
    await clock.sleep(0, signal); // between two texts' worth of arithmetic timers have their turn
    const found = await this.nearest.get(unit.collection.collection)!.label(unit.text, signal);
    const writer = writerOf({ model: null, embedder });
    const input = asked === 'unusable' ? unit.input : inputOf(unit.basis, writer);
    return this.row(unit, writer, found, input);
  }

  private async ask(
    model: ChatModel,
    unit: ClassifyUnit,
    signal: AbortSignal,
  ): Promise<Labelled | 'unasked' | 'unusable'> {
    try {
      return (await this.askOnce(model, unit, signal)) ?? 'unusable';
    } catch (thrown) {
      const { code, message } = asGibseyError(thrown);
      if (code !== 'SERVICE_UNREACHABLE' && code !== 'BUDGET_SPENT') throw thrown;
      signal.throwIfAborted(); // a run at its end has its own word for it
      this.unasked.add(unit.key);
      this.reason = message;
      return 'unasked';
    }
  }

  private askOnce(
    model: ChatModel,
    { basis, text, collection }: ClassifyUnit,
    signal: AbortSignal,
  ): Promise<Labelled | null> {
    const before = this.asked.get(basis);
    if (before) return before;
    const reply = askModel(model, text, collection.labels, signal);
    this.asked.set(basis, reply);
    reply.catch(() => this.asked.delete(basis)); // the next one asks again; whoever asked is told
    return reply;
  }

  private row(
    { collection, id }: ClassifyUnit,
    [method, model]: Writer,
    { label, confidence }: Labelled,
    input: Hash,
  ): Classification {
    const classifiedAt = this.options.clock.now();
    return {
      ...{ collection: collection.collection, id, label, confidence },
      ...{ method, model, classifiedAt, input },
    };
  }
}
