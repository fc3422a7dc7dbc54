import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { GibseyError } from '../lib/domain/errors.js';

export default class Runs extends BatchCommand<typeof Runs> {
  static override summary = 'Shows what each run did.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 01JD8XJ4V3N8Q5W2R7T9Y1Z3B6',
  ];
  static override args = { id: Args.string({ description: 'One run, whole.' }) };
  static override flags = {
    limit: Flags.integer({ summary: 'How many, the newest first.', default: 20, min: 1 }),
  };

  async run() {
    const { runJson, runText, runsText } = await import('../view/run.js');
    const app = await this.app({}, { readonly: true });
    try {
      const { id } = this.args;
      if (id === undefined) {
        const runs = await app.store.runs.list(this.flags.limit);
        this.log(runsText(runs));
        return runs.map(runJson);
      }
      const run = await app.store.runs.get(id);
      if (!run)
        throw new GibseyError('NOT_FOUND', `There is no run ${id}.`, { hint: 'gibsey runs' });
      this.log(runText(run, run.command, null));
      return runJson(run);
    } finally {
      await app.close();
    }
  }
}
