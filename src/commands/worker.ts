import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';

export default class Worker extends BatchCommand<typeof Worker> {
  static override summary =
    'Keeps vectors those of their texts while pages change, until it is told to stop.';
  static override description =
    '`gibsey serve` runs one inside. Single edits are taken up before bulk loads. Ctrl-C or SIGTERM ends it after ' +
    'the text at hand; what is finished is kept, and the next worker goes on from there.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --once',
    '<%= config.bin %> <%= command.id %> --dead',
  ];
  static override flags = {
    once: Flags.boolean({ summary: 'End when every change is done; for cron and tests.' }),
    dead: Flags.boolean({
      summary: 'Show the pages that it could not embed, and why.',
      exclusive: ['once'],
    }),
  };

  async run() {
    return this.flags.dead ? this.showDead() : this.follow();
  }

  private async follow() {
    const [{ statsJson, statsText, workerReporter }, { runDayWorker }] = await Promise.all([
      import('../view/worker.js'),
      import('../lib/app/day.js'),
    ]);
    const app = await this.app({}, { mustExist: true });
    try {
      const report = workerReporter((line) => this.mention(line), this.flags.once);
      const stats = await runDayWorker(app, { once: this.flags.once, report });
      this.done(statsText(stats), stats.buried > 0 ? statsText(stats) : '');
      if (stats.buried > 0) this.exitWith(3);
      return statsJson(stats);
    } finally {
      await app.close();
    }
  }

  private async showDead() {
    const { letterJson, lettersText } = await import('../view/worker.js');
    const { deadLetters } = await import('../lib/engine/worker/dead-letters.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const { space } = await app.embedder();
      const letters = await deadLetters(app.store, space);
      this.log(lettersText(letters));
      return letters.map(letterJson);
    } finally {
      await app.close();
    }
  }
}
