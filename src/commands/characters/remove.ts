import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { nearest } from '../../lib/algorithms/text/spelling.js';
import { GibseyError } from '../../lib/domain/errors.js';

export default class CharactersRemove extends BatchCommand<typeof CharactersRemove> {
  static override summary = 'Removes a character; what it said is kept.';
  static override examples = ['<%= config.bin %> <%= command.id %> pell'];
  static override args = {
    id: Args.string({ required: true, description: 'As `gibsey characters` shows it.' }),
  };

  async run() {
    const app = await this.app({}, { mustExist: true });
    try {
      const { id } = this.args;
      const { characters } = app.store;
      if (!(await characters.delete(id))) {
        const near = nearest(
          id,
          (await characters.list()).map((character) => character.id),
        );
        throw new GibseyError('NOT_FOUND', `There is no character "${id}".`, {
          hint: near ? `did you mean: gibsey characters remove ${near}` : 'gibsey characters',
        });
      }
      this.done(`${id} is removed.`);
      return { id, state: 'removed' };
    } finally {
      await app.close();
    }
  }
}
