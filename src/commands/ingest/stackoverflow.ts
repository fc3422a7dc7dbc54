import { CollectCommand } from '../../cli/collect-command.js';
import { batchFlags, dayFlags } from '../../cli/flags.js';

export default class IngestStackoverflow extends CollectCommand<typeof IngestStackoverflow> {
  static override summary =
    'Stores questions of Stack Overflow by the day on which they were asked.';
  static override description =
    'Those with a tag of `stackoverflow.tags`. STACKEXCHANGE_KEY lets more be read. A day that is read ' +
    'again gives no duplicates. A reading that was cut short goes on where it stood. A source that gives ' +
    'no more for now ends partial.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --from 2026-10-01 --to 2026-10-07',
  ];
  static override flags = { ...batchFlags, ...dayFlags };

  run() {
    return this.collect({ source: 'stackoverflow' });
  }
}
