import type { Utterance } from '../../../domain/conversation.js';
import type { Json } from '../../../domain/values.js';
import type { ConversationStore } from '../../../ports/index.js';
import { assertUtterances } from '../storable.js';
import type { Connection, Value } from './connection.js';
import { inBatches, overwriting, startOf } from './prune.js';

type Row = Omit<Utterance, 'metadata'> & { metadata: string };

const SELECT = `SELECT utterance_id AS id, user_id AS userId, session_id AS sessionId, role, text, language,
  created_at AS createdAt, metadata FROM conversations`;
const PUT = `INSERT INTO conversations
  (utterance_id, user_id, session_id, role, text, language, created_at, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (utterance_id) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id,
    role = excluded.role, text = excluded.text, language = excluded.language,
    created_at = excluded.created_at, metadata = excluded.metadata`;
const SESSION = `${SELECT} WHERE user_id = ? AND session_id = ? ORDER BY created_at DESC, utterance_id DESC LIMIT ?`;
const BETWEEN = `${SELECT} WHERE (created_at, utterance_id) > (?, ?) AND created_at < ?
  ORDER BY created_at, utterance_id LIMIT ?`;
const COUNT = 'SELECT count(*) AS n FROM conversations WHERE created_at < ?';
const OLDEST = `SELECT utterance_id FROM conversations WHERE created_at < ?
  ORDER BY created_at, utterance_id LIMIT ?`;
const OF_USER = 'SELECT utterance_id FROM conversations WHERE user_id = ? LIMIT ?';
/** Utterances last: by them the rest is found. */
const removing = (those: string) => [
  `DELETE FROM queries WHERE utterance_id IN (${those})`,
  `DELETE FROM classifications WHERE collection = 'conversations' AND id IN (${those})`,
  `DELETE FROM conversations WHERE utterance_id IN (${those})`,
];
const PRUNE = removing(OLDEST);
const ERASE = removing(OF_USER);
const BATCH = 500;

export function sqliteConversations(db: Connection): ConversationStore {
  return {
    async put(utterances) {
      assertUtterances(utterances);
      db.immediate(() => {
        for (const { metadata, ...u } of utterances) {
          const who = [u.id, u.userId, u.sessionId, u.role] as const;
          db.run(PUT, ...who, u.text, u.language, u.createdAt, JSON.stringify(metadata));
        }
      });
    },
    async get(ids) {
      const sql = `${SELECT} WHERE utterance_id = ?`;
      const rows = ids.map((id) => db.get<Row>(sql, id));
      return rows.flatMap((row) => (row ? [toUtterance(row)] : []));
    },
    async session(userId, sessionId, limit) {
      return db.all<Row>(SESSION, userId, sessionId, limit).map(toUtterance).reverse();
    },
    between: (from, to) => between(db, from, to),
    async count() {
      return db.get<{ n: number }>('SELECT count(*) AS n FROM conversations')?.n ?? 0;
    },
    async countBefore(day) {
      return db.get<{ n: number }>(COUNT, startOf(day))?.n ?? 0;
    },
    prune: (day) => remove(db, PRUNE, startOf(day)),
    eraseUser: (userId) => remove(db, ERASE, userId),
  };
}

/** @returns how many the last statement removed */
const remove = (db: Connection, statements: readonly string[], which: Value): Promise<number> =>
  overwriting(db, () =>
    inBatches(db, (limit) => statements.reduce((_, sql) => db.run(sql, which, limit), 0)),
  );

/** By time, each batch by a query of its own that starts behind the last utterance. */
async function* between(db: Connection, from: number, to: number): AsyncGenerator<Utterance[]> {
  let last = { createdAt: from, id: '' }; // no utterance has the empty id
  for (;;) {
    const rows = db.all<Row>(BETWEEN, last.createdAt, last.id, to, BATCH).map(toUtterance);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1) ?? last;
  }
}

const toUtterance = (row: Row): Utterance => ({
  ...row,
  metadata: JSON.parse(row.metadata) as Record<string, Json>,
});
