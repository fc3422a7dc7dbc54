import type { Hash, Json } from '../../../domain/values.js';
import type { MemoStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

interface ValueRow {
  input: Hash;
  value: string;
}

const ENTRY = `SELECT m.input, a.value FROM memo m
  JOIN artefacts a ON a.stage = m.stage AND a.input = m.input WHERE m.stage = ? AND m.unit = ?`;
const ARTEFACT = 'SELECT input, value FROM artefacts WHERE stage = ? AND input = ?';
const ADD_ARTEFACT =
  'INSERT INTO artefacts (stage, input, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const POINT = `INSERT INTO memo (stage, unit, input) VALUES (?, ?, ?)
  ON CONFLICT (stage, unit) DO UPDATE SET input = excluded.input WHERE memo.input <> excluded.input`;

export function sqliteMemo(db: Connection): MemoStore {
  return {
    async get(stage, keys) {
      const rows = keys.map((key) => [key, db.get<ValueRow>(ENTRY, stage, key)] as const);
      return new Map(rows.flatMap(([key, row]) => (row ? [[key, toEntry(row)]] : [])));
    },
    async artefacts(stage, inputs) {
      const rows = inputs.map((input) => db.get<ValueRow>(ARTEFACT, stage, input));
      return new Map(rows.flatMap((row) => (row ? [[row.input, toEntry(row).value]] : [])));
    },
    async putFirst(stage, key, input, value) {
      return db.immediate(() => {
        db.run(ADD_ARTEFACT, stage, input, JSON.stringify(value));
        db.run(POINT, stage, key, input);
        const first = db.get<ValueRow>(ARTEFACT, stage, input);
        return first ? toEntry(first).value : value;
      });
    },
    async keys(stage) {
      const rows = db.all<{ unit: string }>(
        'SELECT unit FROM memo WHERE stage = ? ORDER BY unit',
        stage,
      );
      return rows.map(({ unit }) => unit);
    },
    async forget(stage, keys) {
      db.immediate(() => {
        for (const key of keys) db.run('DELETE FROM memo WHERE stage = ? AND unit = ?', stage, key);
      });
    },
  };
}

const toEntry = ({ input, value }: ValueRow) => ({ input, value: JSON.parse(value) as Json });
