import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { batchFlags } from '../../cli/flags.js';
import { ingest } from '../../lib/pipelines/pages.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

export default class IngestPages extends BatchCommand<typeof IngestPages> {
  static override summary = 'Stores the pages of a file, a folder or standard input.';
  static override description =
    'Text, Markdown, HTML and EPUB are cut into pages of about 250 words within their chapters; a JSON Lines record ' +
    '{id, body | text, chapter?, title?, position?, char_id?, updated_at?} is a page as it is. ' +
    'The same id with the same content is unchanged, with other content an update. A line that cannot be used is ' +
    'named with its reason; the good rest is stored, and the exit code is 3.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> book.txt',
    '<%= config.bin %> <%= command.id %> chapters/ --replace',
    'cat pages.jsonl | <%= config.bin %> <%= command.id %> -',
  ];
  static override args = {
    target: Args.string({
      required: true,
      description: 'A file, a folder, or - for standard input.',
    }),
  };
  static override flags = {
    ...batchFlags,
    replace: Flags.boolean({ summary: 'Remove pages of this source that are no longer in it.' }),
    name: Flags.string({
      summary: 'Name of the source, part of its page ids; default: the file or folder name.',
    }),
    encoding: Flags.option({ options: ['utf-8', 'utf-16le', 'latin1', 'windows-1252'] as const })({
      summary: 'Encoding of the files; default: as they declare, else UTF-8.',
    }),
    cut: Flags.boolean({ summary: 'Cut long JSON records into pages too.' }),
    follow: Flags.boolean({
      summary: 'Keep reading a JSON Lines file as it grows, until Ctrl-C.',
      exclusive: ['replace', 'dry-run'],
    }),
  };

  async run() {
    const { replace = false, cut = false, follow = false, name, encoding } = this.flags;
    const path = this.args.target;
    return this.batch(
      {},
      {
        title: 'Ingest',
        stages: async (app) =>
          byHand(await ingest(app.kit, { path, name, cut, encoding, replace, follow })),
        spec: { lock: false },
        nextStep: () =>
          Promise.resolve(`There is no page in ${path === '-' ? 'standard input' : path}.`),
      },
    );
  }
}
