import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import {
  answersFlags,
  answersSettings,
  batchFlags,
  budgetFlags,
  budgetSettings,
  clusterFlags,
  clusterSettings,
} from '../cli/flags.js';
import { nightStages } from '../lib/pipelines/registry.js';
import { NIGHT_STAGES, nightChoice, selectStages } from '../lib/pipelines/selection.js';

export default class Nightly extends BatchCommand<typeof Nightly> {
  static override summary = 'Runs the night: every stage that has work, then publishes.';
  static override description =
    'Stages run in dependency order; a unit whose input is unchanged is skipped. Readers see the last complete ' +
    'night until this one is complete. A night that is stopped or killed is resumed by running it again.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --days 7',
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --only summarize --force',
    '<%= config.bin %> <%= command.id %> --timeout 1200 --json',
    '<%= config.bin %> <%= command.id %> --days 30 --max-golden 100 --regenerate-cultural',
    '<%= config.bin %> <%= command.id %> --if-missed',
  ];
  static override flags = {
    ...batchFlags,
    ...clusterFlags,
    ...budgetFlags,
    ...answersFlags,
    only: Flags.option({ options: NIGHT_STAGES, multiple: true, delimiter: ',' })({
      summary: 'Only these stages or pipelines, then publish.',
    }),
    skip: Flags.option({ options: NIGHT_STAGES, multiple: true, delimiter: ',' })({
      summary: 'All but these stages or pipelines.',
    }),
    timeout: Flags.integer({
      summary: 'Stop cleanly after this many seconds; what is finished is kept.',
      min: 1,
    }),
    'if-missed': Flags.boolean({
      summary: 'Do nothing when a night has succeeded since the last time of the job "nightly".',
    }),
  };

  async run() {
    const { nightResult } = await import('../view/night.js');
    const choice = nightChoice(this.flags);
    const settings = {
      ...clusterSettings(this.flags),
      ...budgetSettings(this.flags),
      ...answersSettings(this.flags),
      'night.timeoutS': this.flags.timeout,
    };
    const done = this.flags['if-missed'] ? await this.orTell(() => this.nightDone()) : null;
    if (done) {
      this.done(done.text);
      return done.json;
    }
    return this.batch(settings, {
      title: 'Night',
      stages: async (app) => selectStages(await nightStages(app.kit, choice), choice),
      spec: { lock: true, limited: true, awaited: true },
      watched: 'night',
      result: (app, run) => nightResult(app.store, run),
    });
  }

  private async nightDone() {
    const [{ nightDone }, { systemClock }] = await Promise.all([
      import('../actions/if-missed.js'),
      import('../lib/app/machine.js'),
    ]);
    const app = await this.app({}, { readonly: this.flags['dry-run'] });
    const { schedule } = this.loaded().config;
    return nightDone(app.store.runs, schedule, systemClock).finally(() => app.close());
  }
}
