import { BatchCommand } from '../../cli/batch-command.js';
import { batchFlags, dayFlags } from '../../cli/flags.js';
import { ingest } from '../../lib/pipelines/issues.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

export default class IngestHackernews extends BatchCommand<typeof IngestHackernews> {
  static override summary = 'Stores posts of Hacker News by day.';
  static override description =
    'What the searches in `hackernews.queries` find. A day that is read again gives no duplicates; what ' +
    'was deleted leaves the store, with the evidence that it was. A reading that was cut short goes on ' +
    'where it stood. A source that gives no more for now ends partial.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-10-01 --to 2026-10-07',
  ];
  static override flags = { ...batchFlags, ...dayFlags };

  async run() {
    const { from, to } = this.flags;
    return this.batch(
      {},
      {
        title: 'Ingest',
        stages: async (app) =>
          byHand(await ingest(app.kit, { source: 'hackernews', days: { from, to } })),
        spec: { lock: false },
        nextStep: () => Promise.resolve('There was nothing on these days.'),
      },
    );
  }
}
