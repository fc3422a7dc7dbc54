import type { Run } from '../../../domain/run.js';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { RunStore } from '../../../ports/index.js';
import type { Session } from './session.js';

interface RunRow {
  record: string;
}

/** Of a ULID's ten characters of time the first three change every 398 days: a partition holds about a year. */
const BUCKET_CHARACTERS = 3;
const bucketOf = (runId: string) => runId.slice(0, BUCKET_CHARACTERS);

const PUT = `INSERT INTO runs (bucket, run_id, command, status, started_at, ended_at, record)
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

export function cassandraRuns(session: Session): RunStore {
  return {
    async put(run) {
      const { runId, command, status, startedAt, endedAt } = run;
      const times = [new Date(startedAt), endedAt === null ? null : new Date(endedAt)];
      const values = [bucketOf(runId), runId, command, status, ...times, JSON.stringify(run)];
      await session.write(PUT, values);
    },
    async get(runId) {
      const cql = 'SELECT record FROM runs WHERE bucket = ? AND run_id = ?';
      const [row] = await session.read<RunRow>(cql, [bucketOf(runId), runId]);
      return row ? toRun(row) : null;
    },
    async list(limit) {
      const buckets = await session.read<{ bucket: string }>('SELECT DISTINCT bucket FROM runs');
      const newest = buckets.map(({ bucket }) => bucket).sort((a, b) => compareBytewise(b, a));
      const runs: Run[] = [];
      for (const bucket of newest) {
        const left = limit - runs.length;
        if (left <= 0) break;
        const cql = 'SELECT record FROM runs WHERE bucket = ? LIMIT ?';
        runs.push(...(await session.read<RunRow>(cql, [bucket, left])).map(toRun));
      }
      return runs;
    },
  };
}

const toRun = ({ record }: RunRow) => JSON.parse(record) as Run;
