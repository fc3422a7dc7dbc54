import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { batchFlags } from '../../cli/flags.js';
import { ingest } from '../../lib/pipelines/pages.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

export default class IngestRest extends BatchCommand<typeof IngestRest> {
  static override summary = 'Stores the pages of a table behind a REST gateway (Stargate).';
  static override description =
    'TABLE is http://HOST:PORT/v2/keyspaces/KEYSPACE/TABLE, or KEYSPACE/TABLE at STARGATE_URL. A row ' +
    '{page_id | id, body | text, chapter?, title?, position?, char_id?, updated_at?} is a page as it is; other ' +
    'columns are its metadata. The token is taken from STARGATE_AUTH_TOKEN. Requests that fail are repeated where ' +
    'they stood; a row that cannot be used is named with its reason, and the exit code is 3.';
  static override args = {
    table: Args.string({
      required: true,
      description: 'Address of the table, or KEYSPACE/TABLE.',
    }),
  };
  static override flags = {
    ...batchFlags,
    replace: Flags.boolean({ summary: 'Remove pages of this source that are no longer in it.' }),
    name: Flags.string({ summary: 'Name of the source; default: KEYSPACE/TABLE.' }),
  };

  async run() {
    const { replace = false, name } = this.flags;
    return this.batch(
      {},
      {
        title: 'Ingest',
        stages: async (app) =>
          byHand(await ingest(app.kit, { rest: this.args.table, name, replace })),
        spec: { lock: false },
      },
    );
  }
}
