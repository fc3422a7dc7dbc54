import { Flags } from '@oclif/core';
import { BatchCommand } from '../batch-command.js';

export default class Status extends BatchCommand<typeof Status> {
  static override summary = 'Shows what the store holds, how fresh it is, and the published night.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --summaries',
    '<%= config.bin %> <%= command.id %> --assignments --json',
  ];
  static override flags = {
    summaries: Flags.boolean({ summary: 'The published summaries.', exclusive: ['assignments'] }),
    assignments: Flags.boolean({ summary: 'The published cluster of every page.' }),
  };

  async run() {
    const views = await import('../view/status.js');
    const app = await this.app({}, { readonly: true });
    try {
      const { json, text } = await (this.flags.summaries
        ? views.publishedSummaries(app)
        : this.flags.assignments
          ? views.publishedAssignments(app)
          : views.overview(app));
      this.log(text);
      return json;
    } finally {
      await app.close();
    }
  }
}
