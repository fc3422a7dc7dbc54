import { canonicalJson, hashParts } from '../../algorithms/text/hashing.js';
import type { Classification, Classified } from '../../domain/classification.js';
import type { Json } from '../../domain/values.js';
import type { Plan, Stage } from '../stage.js';
import { inputOf, Labeller, LLM, writerOf } from './labeller.js';
import type { ClassifyOptions, ClassifyUnit } from './task.js';
import { textsOf } from './texts.js';

const VERSION = 1;
const BATCH = 64;

export interface ClassifyStage extends Stage<ClassifyUnit, Classification | null> {
  readonly collections: readonly Classified[];
  /** Texts of the last plan that the limit left for another time. */
  left(): number;
  /** The texts of the window, as they were labelled, with the labels that they have. */
  labelled(): AsyncIterable<(Classification & { text: string })[]>;
}

/**
 * Gives each text one label: by a language model, or by the prototypes that it is most like. Labelled anew when text,
 * labels, method or model have changed; a model's label is not replaced by that of prototypes while its text stands.
 */
export function classifyStage(options: ClassifyOptions): ClassifyStage {
  const { classifications, model, concurrency } = options;
  const labeller = new Labeller(options);
  let left = 0;
  return {
    name: 'classify',
    version: VERSION,
    needs: ['ingest'],
    limits: { concurrency, batch: model ? 1 : BATCH }, // no reply that was paid for waits to be stored
    most: (planned, before) => planned + before,
    async *plan(how) {
      let room = options.limit ?? Infinity;
      left = 0;
      for await (const each of planAll(options, how)) {
        if (each.action !== 'run' || room-- > 0) yield each;
        else left++;
      }
    },
    compute: (unit, signal) => labeller.label(unit, signal),
    commit: (results) => classifications.put(results.flatMap(({ value }) => value ?? [])),
    shortfall: () => labeller.shortfall(),
    collections: options.collections.map(({ collection }) => collection),
    left: () => left,
    labelled: () => labelledTexts(options),
  };
}

async function* planAll(
  options: ClassifyOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<ClassifyUnit>> {
  const { classifications, collections, since } = options;
  for (const each of collections) {
    const { collection, labels } = each;
    const asked = hashParts([VERSION, canonicalJson(labels as unknown as Json)]);
    for await (const batch of textsOf(collection, options, since())) {
      signal.throwIfAborted();
      const ids = batch.map(({ id }) => id);
      const rows = new Map(
        (await classifications.get(collection, ids)).map((row) => [row.id, row]),
      );
      for (const { id, text } of batch) {
        const basis = hashParts([asked, text]);
        const row = rows.get(id);
        const byModel = row?.method === LLM && row.input === inputOf(basis, [LLM, row.model]);
        const input = inputOf(basis, writerOf(options));
        const key = `${collection}/${id}`;
        const unit = { key, input, collection: each, id, text, basis, byModel };
        yield { unit, ...decided(row, unit, { ...options, force }) };
      }
    }
  }
}

function decided(
  row: Classification | undefined,
  { input, byModel }: ClassifyUnit,
  { model, keepModels, force }: Pick<ClassifyOptions, 'model' | 'keepModels'> & { force: boolean },
): Pick<Plan, 'action' | 'reason'> {
  if (!row) return { action: 'run', reason: 'new' };
  if (byModel && !model && keepModels) return { action: 'skip', reason: 'a model has labelled it' };
  if (row.input !== input) return { action: 'run', reason: 'text, labels or method changed' };
  return force ? { action: 'run', reason: 'forced' } : { action: 'skip', reason: 'unchanged' };
}

async function* labelledTexts(
  options: ClassifyOptions,
): AsyncIterable<(Classification & { text: string })[]> {
  const { collections, classifications, since } = options;
  for (const { collection } of collections) {
    for await (const batch of textsOf(collection, options, since())) {
      const texts = new Map(batch.map(({ id, text }) => [id, text]));
      const rows = await classifications.get(collection, [...texts.keys()]);
      yield rows.map((row) => ({ ...row, text: texts.get(row.id) ?? '' }));
    }
  }
}
