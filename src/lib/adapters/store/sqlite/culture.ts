import type { CulturalChunk, CulturalText } from '../../../domain/culture.js';
import type { Clock, CultureStore } from '../../../ports/index.js';
import { culturalMetadata, readCulturalMetadata, sameText } from '../culture.js';
import { assertTexts } from '../storable.js';
import type { Connection } from './connection.js';

type Row = Omit<CulturalChunk, 'metadata' | 'usageCount' | 'lastUsed'> & { metadata: string };

const SELECT = `SELECT id, topic, content, trigger_keyword AS triggerKeyword, language, when_to_use AS whenToUse,
  metadata, created_at AS createdAt, updated_at AS updatedAt FROM cultural_knowledge`;
const PUT = `INSERT INTO cultural_knowledge
  (id, topic, content, trigger_keyword, language, when_to_use, metadata, created_at, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, content = excluded.content,
    trigger_keyword = excluded.trigger_keyword, language = excluded.language,
    when_to_use = excluded.when_to_use, metadata = excluded.metadata,
    updated_at = max(excluded.updated_at, updated_at + 1)`; // at the same time would be for the trigger
const USED = `UPDATE cultural_knowledge SET metadata = json_set(metadata,
  '$.usage_count', coalesce(json_extract(metadata, '$.usage_count'), 0) + 1,
  '$.last_used', max(?, coalesce(json_extract(metadata, '$.last_used'), 0))) WHERE id = ?`;

export function sqliteCulture(db: Connection, clock: Clock): CultureStore {
  return {
    async put(texts) {
      for (const text of texts) assertTexts(`cultural text "${text.id}"`, textsOf(text));
      db.immediate(() => {
        for (const text of texts) put(db, text, clock.now());
      });
    },
    async list() {
      return db.all<Row>(`${SELECT} ORDER BY id`).map(toChunk);
    },
    async used(id, at) {
      return db.run(USED, at, id) === 1;
    },
  };
}

function put(db: Connection, text: CulturalText, now: number): void {
  const row = db.get<Row>(`${SELECT} WHERE id = ?`, text.id);
  const before = row && toChunk(row);
  if (before && sameText(before, text)) return;
  const { id, topic, content, triggerKeyword, language, whenToUse } = text;
  const metadata = culturalMetadata(text, before ?? { usageCount: 0, lastUsed: null });
  db.run(PUT, id, topic, content, triggerKeyword, language, whenToUse, metadata, now, now);
}

const textsOf = ({ id, topic, content, triggerKeyword, language, whenToUse }: CulturalText) => {
  return { id, topic, content, triggerKeyword, language, whenToUse };
};

const toChunk = (row: Row): CulturalChunk => ({ ...row, ...readCulturalMetadata(row.metadata) });
