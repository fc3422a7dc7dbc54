import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags } from '../cli/flags.js';

export default class Embed extends BatchCommand<typeof Embed> {
  static override summary = 'Makes vectors for whatever is new or changed.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = batchFlags;

  async run() {
    return this.batch(
      {},
      {
        title: 'Embedding',
        stages: async (app) => [await app.stages.embed()],
        spec: { lock: true },
      },
    );
  }
}
