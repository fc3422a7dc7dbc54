import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { CulturalChunk, CulturalText } from '../../../domain/culture.js';
import type { Clock, CultureStore } from '../../../ports/index.js';
import { culturalMetadata, readCulturalMetadata, sameText } from '../culture.js';
import { assertTexts } from '../storable.js';
import { AGAIN, contend, inParallel, turnstile } from './concurrency.js';
import type { Session } from './session.js';

interface Row {
  id: string;
  topic: string;
  content: string;
  trigger_keyword: string;
  language: string;
  when_to_use: string;
  metadata: string;
  created_at: Date;
  updated_at: Date;
}

const COLUMNS =
  'id, topic, content, trigger_keyword, language, when_to_use, metadata, created_at, updated_at';
const SELECT = `SELECT ${COLUMNS} FROM cultural_knowledge`;
const ADD = `INSERT INTO cultural_knowledge (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS`;
const REPLACE = `UPDATE cultural_knowledge SET topic = ?, content = ?, trigger_keyword = ?, language = ?,
  when_to_use = ?, metadata = ?, updated_at = ? WHERE id = ? IF metadata = ?`;
const USED = 'UPDATE cultural_knowledge SET metadata = ? WHERE id = ? IF metadata = ?';

/** Every write is a compare-and-set on the metadata, which hold the count: a count that moved is read again. */
export function cassandraCulture(session: Session, clock: Clock): CultureStore {
  const oneByOne = turnstile();
  const rowOf = async (id: string) =>
    (await session.read<Row>(`${SELECT} WHERE id = ?`, [id], { serial: true }))[0];
  const put = (text: CulturalText) =>
    contend(`the cultural text ${text.id}`, async () => {
      const row = await rowOf(text.id);
      if (row && sameText(toChunk(row), text)) return undefined;
      const { outcome } = await session.compareAndSet(written(text, row, new Date(clock.now())));
      return outcome === 'applied' ? undefined : AGAIN;
    });
  const used = (id: string, at: number) => {
    // An attempt without an answer may have counted: what it would have written tells, unless others went on.
    let unanswered: string | undefined;
    return contend(`the use of ${id}`, async () => {
      const row = await rowOf(id);
      if (!row) return false;
      if (unanswered === row.metadata) return true;
      const { usageCount, lastUsed, metadata } = readCulturalMetadata(row.metadata);
      const use = { usageCount: usageCount + 1, lastUsed: Math.max(at, lastUsed ?? 0) };
      const next = culturalMetadata({ metadata }, use);
      const values = [next, id, row.metadata];
      const { outcome } = await session.compareAndSet({ cql: USED, values });
      unanswered = outcome === 'unknown' ? next : undefined;
      return outcome === 'applied' ? true : AGAIN;
    });
  };
  return {
    async put(texts) {
      for (const text of texts) assertTexts(`cultural text "${text.id}"`, textsOf(text));
      const last = [...new Map(texts.map((text) => [text.id, text])).values()];
      await inParallel(last, (text) => oneByOne(text.id, () => put(text)));
    },
    async list() {
      const rows = await session.read<Row>(SELECT);
      return rows.map(toChunk).sort((a, b) => compareBytewise(a.id, b.id));
    },
    used: (id, at) => oneByOne(id, () => used(id, at)),
  };
}

function written(text: CulturalText, before: Row | undefined, now: Date) {
  const { id, topic, content, triggerKeyword, language, whenToUse } = text;
  const said = [topic, content, triggerKeyword, language, whenToUse];
  const use = before ? readCulturalMetadata(before.metadata) : { usageCount: 0, lastUsed: null };
  const metadata = culturalMetadata(text, use);
  return before
    ? { cql: REPLACE, values: [...said, metadata, now, id, before.metadata] }
    : { cql: ADD, values: [id, ...said, metadata, now, now] };
}

const textsOf = ({ id, topic, content, triggerKeyword, language, whenToUse }: CulturalText) => {
  return { id, topic, content, triggerKeyword, language, whenToUse };
};

const toChunk = (row: Row): CulturalChunk => ({
  id: row.id,
  topic: row.topic,
  content: row.content,
  triggerKeyword: row.trigger_keyword,
  language: row.language,
  whenToUse: row.when_to_use,
  createdAt: row.created_at.getTime(),
  updatedAt: row.updated_at.getTime(),
  ...readCulturalMetadata(row.metadata),
});
