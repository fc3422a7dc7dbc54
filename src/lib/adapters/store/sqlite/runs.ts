import type { Run } from '../../../domain/run.js';
import type { RunStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

interface RunRow {
  record: string;
}

const PUT = `INSERT INTO runs (run_id, command, status, started_at, ended_at, record) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (run_id) DO UPDATE SET command = excluded.command, status = excluded.status,
    started_at = excluded.started_at, ended_at = excluded.ended_at, record = excluded.record`;

export function sqliteRuns(db: Connection): RunStore {
  return {
    async put(run) {
      const { runId, command, status, startedAt, endedAt } = run;
      db.run(PUT, runId, command, status, startedAt, endedAt, JSON.stringify(run));
    },
    async get(runId) {
      const row = db.get<RunRow>('SELECT record FROM runs WHERE run_id = ?', runId);
      return row ? toRun(row) : null;
    },
    async list(limit) {
      const sql = 'SELECT record FROM runs ORDER BY started_at DESC, run_id DESC LIMIT ?';
      return db.all<RunRow>(sql, limit).map(toRun);
    },
  };
}

const toRun = ({ record }: RunRow) => JSON.parse(record) as Run;
