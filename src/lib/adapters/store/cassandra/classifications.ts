import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Classification } from '../../../domain/classification.js';
import type { ClassificationStore } from '../../../ports/index.js';
import { inParallel } from './concurrency.js';
import { bucketOf, BUCKETS } from './days.js';
import type { Session } from './session.js';

interface Row {
  collection: string;
  id: string;
  label: string;
  confidence: number;
  method: string;
  model: string;
  classified_at: Date;
  /** Null where an earlier gibsey wrote the row. */
  input: string | null;
}

const COLUMNS = 'collection, id, label, confidence, method, model, classified_at, input';
const PUT = `INSERT INTO classifications (bucket, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const PARTITION = 'FROM classifications WHERE collection = ? AND bucket = ?';
const READ_BATCH = 5000;

export function cassandraClassifications(session: Session): ClassificationStore {
  return {
    async put(classifications) {
      const last = new Map(classifications.map((each) => [`${each.collection}\0${each.id}`, each]));
      await inParallel([...last.values()], async (each) => {
        const { collection, id, label, confidence, method, model, input } = each;
        const item = [bucketOf(id), collection, id];
        const found = [label, confidence, method, model, new Date(each.classifiedAt), input];
        await session.write(PUT, [...item, ...found]);
      });
    },
    async get(collection, ids) {
      const cql = `SELECT ${COLUMNS} ${PARTITION} AND id = ?`;
      const rows = await inParallel(ids, (id) =>
        session.read<Row>(cql, [collection, bucketOf(id), id]),
      );
      return rows.flat().map(toClassification);
    },
    async counts(collection) {
      const counts = new Map<string, number>();
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const values = [collection, bucket];
        const batches = session.stream<Row>(`SELECT label ${PARTITION}`, values, READ_BATCH);
        for await (const rows of batches) {
          for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
        }
      }
      return [...counts]
        .map(([label, count]) => ({ label, count }))
        .sort((a, b) => b.count - a.count || compareBytewise(a.label, b.label));
    },
  };
}

const toClassification = (row: Row): Classification => ({
  collection: row.collection,
  id: row.id,
  label: row.label,
  confidence: row.confidence,
  method: row.method,
  model: row.model,
  classifiedAt: row.classified_at.getTime(),
  input: row.input ?? '',
});
