import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags, dayFlags } from '../cli/flags.js';
import { byHand } from '../lib/pipelines/pipeline.js';

export default class Publish extends BatchCommand<typeof Publish> {
  static override summary = 'Shows the issues of some days in PocketBase, one record for each.';
  static override description =
    'What is shown there already is not written again, and what is no more is taken away. Summaries and answers are ' +
    'published by `nightly` alone.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-10-01 --to 2026-10-07',
    '<%= config.bin %> <%= command.id %> --dry-run',
  ];
  static override flags = { ...batchFlags, ...dayFlags };

  async run() {
    const [{ publishing }, { nothingMined }] = await Promise.all([
      import('../lib/pipelines/issues.js'),
      import('../view/next-step.js'),
    ]);
    return this.batch(
      {},
      {
        title: 'Publishing',
        stages: async (app) => byHand(await publishing(app.kit, this.flags)),
        spec: { lock: true },
        mustExist: true,
        nextStep: () => Promise.resolve(nothingMined(this.flags)),
      },
    );
  }
}
