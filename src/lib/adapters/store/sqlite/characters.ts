import type { Character } from '../../../domain/turn.js';
import type { CharacterStore } from '../../../ports/index.js';
import type { Connection } from './connection.js';

const PUT = `INSERT INTO characters (character_id, record) VALUES (?, ?)
  ON CONFLICT (character_id) DO UPDATE SET record = excluded.record`;

export function sqliteCharacters(db: Connection): CharacterStore {
  return {
    async put(characters) {
      db.immediate(() => {
        for (const character of characters) db.run(PUT, character.id, JSON.stringify(character));
      });
    },
    async list() {
      const sql = 'SELECT record FROM characters ORDER BY character_id';
      return db.all<{ record: string }>(sql).map(({ record }) => JSON.parse(record) as Character);
    },
    async delete(id) {
      return db.run('DELETE FROM characters WHERE character_id = ?', id) === 1;
    },
  };
}
