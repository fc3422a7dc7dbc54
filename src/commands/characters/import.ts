import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class CharactersImport extends BatchCommand<typeof CharactersImport> {
  static override summary = 'Stores the characters of a file.';
  static override description =
    'A JSON array or JSON Lines of {id, name, colour, voice, opening?, greeting, silence, knows?, context?}; knows is ' +
    '"all", "own" (pages with its char_id), {"pageIds": […]} or {"chapters": […]}; context is "quotes" or ' +
    '"summaries". A character that is there already is replaced. One that cannot be used is named with its line; the ' +
    'good rest is stored, and the exit code is 3.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> characters.json',
    '<%= config.bin %> <%= command.id %> characters.json --dry-run',
  ];
  static override args = {
    file: Args.string({ required: true, description: 'A file, or - for standard input.' }),
  };
  static override flags = {
    'dry-run': Flags.boolean({ summary: 'Say what would be stored; change nothing.' }),
  };

  async run() {
    const [{ importCharacters }, { importText }] = await Promise.all([
      import('../../actions/imports/characters.js'),
      import('../../view/characters.js'),
    ]);
    const dryRun = Boolean(this.flags['dry-run']);
    const app = await this.app({}, { readonly: dryRun });
    try {
      const outcome = await importCharacters(
        app.store.characters,
        this.args.file,
        dryRun,
        this.signal,
      );
      const text = importText(outcome, this.args.file, dryRun);
      if (dryRun) this.log(text);
      else this.done(text, outcome.problems.length > 0 ? text : '');
      if (outcome.problems.length > 0) this.exitWith(3);
      return outcome;
    } finally {
      await app.close();
    }
  }
}
