import { Flags } from '@oclif/core';
import { CollectCommand } from '../../cli/collect-command.js';
import { batchFlags, dayFlags } from '../../cli/flags.js';

export default class IngestReddit extends CollectCommand<typeof IngestReddit> {
  static override summary = 'Stores posts of Reddit by day.';
  static override description =
    'Those of `reddit.subreddits`, with REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET; without them posts ' +
    'come from a file. A day that is read again gives no duplicates; what was deleted leaves the store, ' +
    'with the evidence that it was. A reading that was cut short goes on where it stood. A source that ' +
    'gives no more for now ends partial.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-10-01 --to 2026-10-07',
    '<%= config.bin %> <%= command.id %> --file posts.jsonl --from 2026-10-01',
  ];
  static override flags = {
    ...batchFlags,
    ...dayFlags,
    file: Flags.string({ summary: 'Posts from a file: a listing in JSON, or JSON Lines.' }),
  };

  run() {
    return this.collect({ source: 'reddit', path: this.flags.file });
  }
}
