import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags } from '../cli/flags.js';
import { contexts } from '../lib/pipelines/context.js';
import { byHand } from '../lib/pipelines/pipeline.js';

export default class Context extends BatchCommand<typeof Context> {
  static override summary = 'Assembles what is known of each user, for recommendations by day.';
  static override description =
    'Tasks are embedded and grouped for each user of whom something has changed; then the bandit learns from the ' +
    'reactions to its tips. A user whose signals are the same is skipped. With --evaluate nothing is assembled: the ' +
    'log of tips tells what each policy would have earned, and how far that is to be trusted.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --stale',
    '<%= config.bin %> <%= command.id %> --evaluate',
  ];
  static override flags = {
    ...batchFlags,
    timeout: Flags.integer({
      summary: 'Stop cleanly after this many seconds; what is finished is kept.',
      min: 1,
    }),
    stale: Flags.boolean({ summary: 'Contexts that are older than context.slaMinutes, too.' }),
    evaluate: Flags.boolean({
      summary: 'Say what each policy would have earned, from the log of tips.',
      exclusive: ['stale', 'dry-run', 'force'],
    }),
  };

  async run() {
    const { stale = false, evaluate, timeout } = this.flags;
    if (evaluate) return this.evaluation();
    return this.batch(
      { 'night.timeoutS': timeout },
      {
        title: 'Contexts',
        stages: async (app) => byHand(...(await contexts(app.kit, { stale }))),
        spec: { lock: true, limited: true },
        mustExist: true,
        nextStep: () => Promise.resolve('No users yet: gibsey ingest todoist --users FILE'),
      },
    );
  }

  private async evaluation() {
    const { evaluateLog } = await import('../lib/app/contexts.js');
    const { evaluationJson, evaluationText } = await import('../view/context.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const evaluation = await evaluateLog(app);
      this.log(evaluationText(evaluation));
      return evaluationJson(evaluation);
    } finally {
      await app.close();
    }
  }
}
