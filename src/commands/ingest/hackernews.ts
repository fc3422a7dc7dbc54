import { CollectCommand } from '../../cli/collect-command.js';
import { batchFlags, dayFlags } from '../../cli/flags.js';

export default class IngestHackernews extends CollectCommand<typeof IngestHackernews> {
  static override summary = 'Stores posts of Hacker News by day.';
  static override description =
    'What the searches in `hackernews.queries` find. A day that is read again gives no duplicates. A ' +
    'reading that was cut short goes on where it stood. A source that gives no more for now ends partial.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-10-01 --to 2026-10-07',
  ];
  static override flags = { ...batchFlags, ...dayFlags };

  run() {
    return this.collect({ source: 'hackernews' });
  }
}
