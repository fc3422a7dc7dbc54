import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags, budgetFlags, budgetSettings } from '../cli/flags.js';
import { summarize } from '../lib/pipelines/pages.js';
import { byHand } from '../lib/pipelines/pipeline.js';

export default class Summarize extends BatchCommand<typeof Summarize> {
  static override summary = 'Writes a summary of every cluster that changed.';
  static override description =
    'Summaries are kept and can be shown, but are not published: only `nightly` publishes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --show',
    '<%= config.bin %> <%= command.id %> --max-tokens 200000',
  ];
  static override flags = {
    ...batchFlags,
    ...budgetFlags,
    show: Flags.boolean({ summary: 'Show the summaries.' }),
  };

  async run() {
    const { summariesResult } = await import('../view/summaries.js');
    const { show = false } = this.flags;
    return this.batch(budgetSettings(this.flags), {
      title: 'Summaries',
      stages: async (app) => byHand(await summarize(app.kit)),
      spec: { lock: true },
      mustExist: true,
      ...(show ? { result: (app) => summariesResult(app.store) } : {}),
    });
  }
}
