import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../../batch-command.js';

export default class GoldenAnswersImport extends BatchCommand<typeof GoldenAnswersImport> {
  static override summary = 'Stores answers that people wrote; the night never changes them.';
  static override description =
    'JSON Lines of {id, question, answer, variants?, sources?}: variants are other ways to ask the same, sources are ' +
    'ids of pages or addresses. An answer that is there already is replaced. A server takes it up within ten seconds. ' +
    'A line that cannot be used is named; the good rest is stored, and the exit code is 3.';
  static override examples = ['<%= config.bin %> <%= command.id %> faq.jsonl --dry-run'];
  static override args = {
    file: Args.string({ required: true, description: 'A file, or - for standard input.' }),
  };
  static override flags = {
    'dry-run': Flags.boolean({ summary: 'Say what would be stored; change nothing.' }),
  };

  async run() {
    const [{ importCurated, importedText }, { systemClock }] = await Promise.all([
      import('../../view/golden.js'),
      import('../../lib/app.js'),
    ]);
    const dryRun = Boolean(this.flags['dry-run']);
    const { file } = this.args;
    const app = await this.app({}, { readonly: dryRun });
    try {
      const deps = { store: app.store.curated, clock: systemClock };
      const outcome = await importCurated(deps, file, dryRun, this.signal);
      this.log(importedText(outcome, file, dryRun));
      if (outcome.problems.length > 0) this.exitWith(3);
      return outcome;
    } finally {
      await app.close();
    }
  }
}
