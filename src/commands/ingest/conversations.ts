import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { batchFlags } from '../../cli/flags.js';
import { ingestConversations } from '../../lib/pipelines/conversations.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

export default class IngestConversations extends BatchCommand<typeof IngestConversations> {
  static override summary = 'Stores what was asked and answered: a log of conversations.';
  static override description =
    'JSON Lines or CSV with a heading line; a record is an utterance {text, user_id?, session_id?, role?, ' +
    'created_at?, language?, id?}, or a conversation with messages: [{role, content}]; the names that other systems ' +
    'give these fields are known too. Utterances without a user count as those of one user. A record that cannot be ' +
    'used is named with its reason; the good rest is stored, and the exit code is 3.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> questions.jsonl',
    'cat questions.jsonl | <%= config.bin %> <%= command.id %> -',
  ];
  static override args = {
    target: Args.string({ required: true, description: 'A file, or - for standard input.' }),
  };
  static override flags = {
    ...batchFlags,
    format: Flags.option({ options: ['jsonl', 'csv'] as const })({
      summary: "Default: by the file's name; standard input is jsonl.",
    }),
    follow: Flags.boolean({
      summary: 'Keep reading the file as it grows, until Ctrl-C.',
      exclusive: ['dry-run'],
    }),
  };

  async run() {
    const { follow = false, format } = this.flags;
    const path = this.args.target;
    return this.batch(
      {},
      {
        title: 'Ingest',
        stages: async (app) => byHand(await ingestConversations(app.kit, { path, format, follow })),
        spec: { lock: false },
        nextStep: () =>
          Promise.resolve(`There is no utterance in ${path === '-' ? 'standard input' : path}.`),
      },
    );
  }
}
