import { CollectCommand } from '../../cli/collect-command.js';
import { batchFlags, dayFlags } from '../../cli/flags.js';

export default class IngestGithub extends CollectCommand<typeof IngestGithub> {
  static override summary = 'Stores issues of GitHub by the day on which they were opened.';
  static override description =
    'Those of `github.repos`, and what the searches in `github.queries` find; pull requests are none. ' +
    'GITHUB_TOKEN lets more be read. A day that is read again gives no duplicates. A reading that was ' +
    'cut short goes on where it stood. A source that gives no more for now ends partial.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-10-01 --to 2026-10-07',
  ];
  static override flags = { ...batchFlags, ...dayFlags };

  run() {
    return this.collect({ source: 'github' });
  }
}
