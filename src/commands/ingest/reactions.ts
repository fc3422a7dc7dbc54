import { Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { batchFlags } from '../../cli/flags.js';
import { ingestReactions } from '../../lib/pipelines/context.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

export default class IngestReactions extends BatchCommand<typeof IngestReactions> {
  static override summary = 'Stores what users made of tips: a log of reactions.';
  static override description =
    'JSON Lines, {user_id, tip_id, reaction, created_at?}; a reaction is done, liked, snoozed, dismissed or disliked. ' +
    'A line that cannot be used is named with its reason; the good rest is stored, and the exit code is 3.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --file reactions.jsonl',
    'cat reactions.jsonl | <%= config.bin %> <%= command.id %> --file -',
  ];
  static override flags = {
    ...batchFlags,
    file: Flags.string({
      summary: 'A file of JSON Lines, or - for standard input.',
      helpValue: 'FILE',
      required: true,
    }),
  };

  async run() {
    const { file } = this.flags;
    return this.batch(
      {},
      {
        title: 'Reactions',
        stages: async (app) => byHand(await ingestReactions(app.kit, file)),
        spec: { lock: false },
        nextStep: () => Promise.resolve(`There is no reaction in ${file}.`),
      },
    );
  }
}
