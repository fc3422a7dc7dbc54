import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags, budgetFlags, budgetSettings, dayFlags } from '../cli/flags.js';
import { byHand } from '../lib/pipelines/pipeline.js';

export default class Label extends BatchCommand<typeof Label> {
  static override summary =
    'States what each cluster of posts is about, and joins it to its issue.';
  static override description =
    'A language model labels where one is configured, rules where not. Nothing is shown elsewhere: `publish` and ' +
    '`nightly` do that.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-10-01 --to 2026-10-07 --force',
    '<%= config.bin %> <%= command.id %> --dry-run',
  ];
  static override flags = { ...batchFlags, ...dayFlags, ...budgetFlags };

  async run() {
    const [{ labelling }, { nothingMined }] = await Promise.all([
      import('../lib/pipelines/issues.js'),
      import('../view/next-step.js'),
    ]);
    return this.batch(budgetSettings(this.flags), {
      title: 'Labels',
      stages: async (app) => byHand(...(await labelling(app.kit, this.flags))),
      spec: { lock: true },
      mustExist: true,
      nextStep: () => Promise.resolve(nothingMined(this.flags)),
    });
  }
}
