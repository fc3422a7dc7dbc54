import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';

export default class Runs extends BatchCommand<typeof Runs> {
  static override summary = 'Shows what each run did.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> 01JD8XJ4V3N8Q5W2R7T9Y1Z3B6',
  ];
  static override args = {
    id: Args.string({ description: 'One run, whole: its id, or the beginning of it.' }),
  };
  static override flags = {
    limit: Flags.integer({ summary: 'How many, the newest first.', default: 20, min: 1 }),
  };

  async run() {
    const [{ runJson, runText, runsText }, { runNamed }] = await Promise.all([
      import('../view/run.js'),
      import('../actions/run-named.js'),
    ]);
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const { id } = this.args;
      if (id === undefined) {
        const runs = await app.store.runs.list(this.flags.limit);
        this.log(runsText(runs));
        return runs.map(runJson);
      }
      const run = await runNamed(app.store.runs, id);
      this.log(runText(run, run.command, null));
      return runJson(run);
    } finally {
      await app.close();
    }
  }
}
