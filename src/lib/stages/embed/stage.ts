import { hashParts } from '../../algorithms/text/hashing.js';
import type { Hash, StageName } from '../../domain/values.js';
import type { Embeddable, Embedder } from '../../ports/index.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stage.js';

export interface EmbedUnit extends Unit {
  /** The document is gone, and its vectors are to go too. */
  gone: boolean;
}

export interface EmbedOptions<D, R> {
  name: StageName;
  needs: readonly StageName[];
  collection: Embeddable<D, R>;
  embedder: Embedder;
  /** Documents embedded at once; the embedder spreads their texts over its threads. */
  concurrency: number;
}

/** Vectors for every document of a collection that has none of its present content in the embedder's space. */
export function embedStage<D, R>(
  options: EmbedOptions<D, R>,
): Stage<EmbedUnit, R | null, D | null> {
  const { name, needs, collection, embedder, concurrency } = options;
  const { version, batch } = collection;
  /** Documents whose vectors in the store are of another content. */
  const outdated = new Set<string>();
  return {
    ...{ name, version, needs },
    limits: { concurrency, batch, load: batch },
    most: (planned, before) => (needs.length > 0 ? planned + before : planned),
    fatal: new Set(['SERVICE_UNREACHABLE']), // a night over half of the pages would look like a whole one
    async *plan(how) {
      outdated.clear();
      for await (const each of plan(options, how)) {
        if (each.reason === collection.reasons.changed) outdated.add(each.unit.key);
        yield each;
      }
    },
    load: (units) => load(options, units),
    compute: (_, signal, document) =>
      document === null ? Promise.resolve(null) : embedded(collection, document, embedder, signal),
    async commit(results) {
      await commit(options, results);
      for (const { unit } of results) outdated.delete(unit.key);
    },
    finish: async () => collection.finish?.(embedder.space),
    async remember() {
      if (outdated.size === 0) await collection.remember?.(embedder.space);
    },
  };
}

/** The row of one document. */
export async function embedded<D, R>(
  collection: Pick<Embeddable<D, R>, 'purpose' | 'prepare'>,
  document: D,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<R> {
  const { purpose } = collection;
  const prepared = collection.prepare(document, embedder);
  return prepared.finish(await embedder.embed(prepared.texts, { purpose, signal }));
}

async function* plan<D, R>(
  { collection, embedder: { space } }: EmbedOptions<D, R>,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<EmbedUnit>> {
  const present = new Set<string>();
  for await (const batch of collection.scan(space)) {
    signal.throwIfAborted();
    const made = await collection.made(
      space,
      batch.map((document) => collection.key(document)),
    );
    for (const document of batch) {
      const key = collection.key(document);
      present.add(key);
      const hash = collection.hash(document);
      const unit = { key, input: inputHash(collection, space.id, hash), gone: false };
      yield decided(unit, made.get(key), hash, collection.reasons.changed, force);
    }
  }
  for await (const keys of collection.orphans?.(space, present) ?? []) {
    for (const key of keys) {
      const unit = { key, input: '', gone: true };
      yield { unit, action: 'run', reason: collection.reasons.gone };
    }
  }
}

const inputHash = ({ version }: { version: number }, space: string, content: Hash): Hash =>
  hashParts([version, space, content]);

function decided(
  unit: EmbedUnit,
  madeFrom: Hash | undefined,
  hash: Hash,
  changed: string,
  force: boolean,
): Plan<EmbedUnit> {
  if (madeFrom === undefined) return { unit, action: 'run', reason: 'new' };
  if (madeFrom !== hash) return { unit, action: 'run', reason: changed };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}

async function load<D, R>(
  { collection, embedder: { space } }: EmbedOptions<D, R>,
  units: readonly EmbedUnit[],
): Promise<(Loaded<D | null> | null)[]> {
  const keys = units.filter(({ gone }) => !gone).map(({ key }) => key);
  const found = new Map((await collection.get(keys)).map((each) => [collection.key(each), each]));
  return units.map(({ key, gone }) => {
    const document = found.get(key);
    if (document === undefined) return gone ? { value: null, input: '' } : null;
    const input = inputHash(collection, space.id, collection.hash(document));
    return { value: document, input };
  });
}

async function commit<D, R>(
  { collection, embedder: { space } }: EmbedOptions<D, R>,
  results: readonly Result<EmbedUnit, R | null>[],
): Promise<void> {
  const made = results.flatMap(({ value }) => (value === null ? [] : [value]));
  const gone = results.filter(({ value }) => value === null).map(({ unit }) => unit.key);
  if (made.length > 0) await collection.put(space, made);
  if (gone.length > 0) await collection.remove?.(space, gone);
}
