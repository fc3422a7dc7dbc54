import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import type { Then } from '../lib/answering/then.js';
import type { App } from '../lib/app/app.js';

export default class Status extends BatchCommand<typeof Status> {
  static override summary = 'Shows what the store holds, how fresh it is, and the published night.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --since yesterday',
    '<%= config.bin %> <%= command.id %> --summaries',
    '<%= config.bin %> <%= command.id %> --assignments --json',
  ];
  static override flags = {
    summaries: Flags.boolean({ summary: 'The published summaries.', exclusive: ['assignments'] }),
    assignments: Flags.boolean({ summary: 'The published cluster of every page.' }),
    since: Flags.string({
      summary: 'What became of each cluster since then.',
      description:
        'yesterday (this time of the day before), a date, a date and time, a run, or how many published nights ago.',
      helpValue: 'WHEN',
      exclusive: ['summaries', 'assignments'],
    }),
  };

  async run() {
    const then = await this.asked();
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const { json, text } = await this.view(app, then);
      this.log(text);
      return json;
    } finally {
      await app.close();
    }
  }

  private async view(app: App, then: Then | null): Promise<{ json: object; text: string }> {
    if (then) return (await import('../view/since.js')).since(app, then);
    const views = await import('../view/status.js');
    if (this.flags.summaries) return views.publishedSummaries(app);
    return this.flags.assignments ? views.publishedAssignments(app) : views.overview(app);
  }

  private async asked(): Promise<Then | null> {
    const { since } = this.flags;
    if (since === undefined) return null;
    const [{ parseSince }, { systemClock }] = await Promise.all([
      import('../cli/since.js'),
      import('../lib/app/machine.js'),
    ]);
    return parseSince(since, systemClock.now());
  }
}
