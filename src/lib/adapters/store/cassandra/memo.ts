import { createHash } from 'node:crypto';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Hash, Json, StageName } from '../../../domain/values.js';
import type { MemoEntry, MemoStore } from '../../../ports/index.js';
import { AGAIN, contend, inParallel } from './concurrency.js';
import type { Session } from './session.js';

/** Partitions that the units of a stage are spread over. */
const BUCKETS = 32;

export function cassandraMemo(session: Session): MemoStore {
  const artefact = async (stage: StageName, input: Hash, serial = false) => {
    const cql = 'SELECT value FROM artefacts WHERE stage = ? AND input = ?';
    const [row] = await session.read<{ value: string }>(cql, [stage, input], { serial });
    return row && { value: JSON.parse(row.value) as Json };
  };
  const entry = async (stage: StageName, key: string): Promise<MemoEntry | undefined> => {
    const cql = 'SELECT input FROM memo WHERE stage = ? AND bucket = ? AND unit = ?';
    const [row] = await session.read<{ input: Hash }>(cql, [stage, bucketOf(key), key]);
    const found = row && (await artefact(stage, row.input));
    return found && { input: row.input, value: found.value };
  };
  return {
    async get(stage, keys) {
      return mapOf(keys, await inParallel(keys, (key) => entry(stage, key)));
    },
    async artefacts(stage, inputs) {
      const found = await inParallel(inputs, (input) => artefact(stage, input));
      const present = mapOf(inputs, found);
      return new Map([...present].map(([input, { value }]) => [input, value]));
    },
    async putFirst(stage, key, input, value) {
      const first = await contend(`the artefact ${input}`, async () => {
        const { outcome } = await session.compareAndSet({
          cql: 'INSERT INTO artefacts (stage, input, value) VALUES (?, ?, ?) IF NOT EXISTS',
          values: [stage, input, JSON.stringify(value)],
        });
        if (outcome === 'applied') return { value };
        return (await artefact(stage, input, true)) ?? AGAIN;
      });
      const cql = 'INSERT INTO memo (stage, bucket, unit, input) VALUES (?, ?, ?, ?)';
      await session.write(cql, [stage, bucketOf(key), key, input]);
      return first.value;
    },
    async keys(stage) {
      const cql = 'SELECT unit FROM memo WHERE stage = ? AND bucket = ?';
      const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
      const rows = await inParallel(buckets, (bucket) =>
        session.read<{ unit: string }>(cql, [stage, bucket]),
      );
      return rows
        .flat()
        .map(({ unit }) => unit)
        .sort(compareBytewise);
    },
    async forget(stage, keys) {
      const cql = 'DELETE FROM memo WHERE stage = ? AND bucket = ? AND unit = ?';
      await inParallel(keys, (key) => session.write(cql, [stage, bucketOf(key), key]));
    },
  };
}

function bucketOf(key: string): number {
  return createHash('sha256').update(key).digest().readUInt32BE(0) % BUCKETS;
}

function mapOf<T>(keys: readonly string[], values: readonly (T | undefined)[]): Map<string, T> {
  const map = new Map<string, T>();
  keys.forEach((key, i) => {
    const value = values[i];
    if (value !== undefined) map.set(key, value);
  });
  return map;
}
