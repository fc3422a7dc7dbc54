import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { Character } from '../../../domain/turn.js';
import type { CharacterStore } from '../../../ports/index.js';
import { inParallel } from './concurrency.js';
import type { Session } from './session.js';

interface Row {
  record: string;
}

const PUT = 'INSERT INTO characters (character_id, record) VALUES (?, ?)';

export function cassandraCharacters(session: Session): CharacterStore {
  return {
    async put(characters) {
      // Of a character that is given twice the later one counts.
      const last = [...new Map(characters.map((character) => [character.id, character])).values()];
      await inParallel(last, (character) =>
        session.write(PUT, [character.id, JSON.stringify(character)]),
      );
    },
    async list() {
      const rows = await session.read<Row>('SELECT record FROM characters');
      return rows
        .map(({ record }) => JSON.parse(record) as Character)
        .sort((a, b) => compareBytewise(a.id, b.id));
    },
    async delete(id) {
      const cql = 'SELECT record FROM characters WHERE character_id = ?';
      if ((await session.read<Row>(cql, [id])).length === 0) return false;
      await session.write('DELETE FROM characters WHERE character_id = ?', [id]);
      return true;
    },
  };
}
