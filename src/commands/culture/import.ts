import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class CultureImport extends BatchCommand<typeof CultureImport> {
  static override summary = 'Stores the cultural chunks of a file.';
  static override description =
    'JSON Lines of {id, topic, content, trigger_keyword?, language?, when_to_use?, metadata?}: trigger_keyword holds ' +
    'words separated by commas, language is that of the talk, * for any. A chunk that is there already is replaced, ' +
    'its use stays. One that cannot be used is named with its line; the good rest is stored, and the exit code is 3.';
  static override examples = [
    `echo '{"id":"ciao","topic":"Italian greetings","content":"Return a ciao with warmth.","trigger_keyword":"ciao"}' | <%= config.bin %> <%= command.id %> -`,
  ];
  static override args = {
    file: Args.string({ required: true, description: 'A file, or - for standard input.' }),
  };

  async run() {
    const [{ importCulture }, { importCultureText }] = await Promise.all([
      import('../../actions/imports/culture.js'),
      import('../../view/culture.js'),
    ]);
    const app = await this.app();
    try {
      const outcome = await importCulture(app.store.culture, this.args.file, this.signal);
      const text = importCultureText(outcome);
      this.done(text, outcome.problems.length > 0 ? text : '');
      if (outcome.problems.length > 0) this.exitWith(3);
      return outcome;
    } finally {
      await app.close();
    }
  }
}
