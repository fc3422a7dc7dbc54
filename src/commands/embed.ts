import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags } from '../cli/flags.js';
import { EMBEDDED, embedding } from '../lib/pipelines/by-collection.js';
import { byHand } from '../lib/pipelines/pipeline.js';

export default class Embed extends BatchCommand<typeof Embed> {
  static override summary = 'Makes vectors for whatever is new or changed.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --collection queries --dry-run',
  ];
  static override flags = {
    ...batchFlags,
    collection: Flags.option({ options: EMBEDDED })({
      summary: 'Only this collection; default: all.',
    }),
  };

  async run() {
    return this.batch(
      {},
      {
        title: 'Embedding',
        stages: async (app) => byHand(...(await embedding(app.kit, this.flags.collection))),
        spec: { lock: true },
        mustExist: true,
      },
    );
  }
}
