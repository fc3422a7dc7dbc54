import { Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { batchFlags } from '../../cli/flags.js';
import { GibseyError } from '../../lib/domain/errors.js';
import { fetchTasks } from '../../lib/pipelines/context.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

export default class IngestTodoist extends BatchCommand<typeof IngestTodoist> {
  static override summary = 'Stores what has changed of users’ tasks in Todoist.';
  static override description =
    'One call a user, with a token that says where the last one ended. Whose tasks are read stands in a file of JSON ' +
    'Lines, {user_id, token}, by the setting todoist.users or by --users; tokens are not stored. A user whom Todoist ' +
    'refuses is named with the reason; the others go on, and the exit code is 3.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --users todoist-users.jsonl',
    '<%= config.bin %> <%= command.id %> --users todoist-users.jsonl --user ann',
  ];
  static override flags = {
    ...batchFlags,
    users: Flags.string({ summary: 'File of users; default: todoist.users.', helpValue: 'FILE' }),
    user: Flags.string({ summary: 'Only this user.', helpValue: 'ID' }),
  };

  async run() {
    const { users, user: only } = this.flags;
    return this.batch(
      {},
      {
        title: 'Tasks',
        stages: async (app) => {
          const stage = await fetchTasks(app.kit, { users, only });
          if (stage) return byHand(stage);
          throw new GibseyError('USAGE', 'Nothing says whose tasks are to be read.', {
            hint: 'set todoist.users, or gibsey ingest todoist --users FILE',
          });
        },
        spec: { lock: false },
        nextStep: () => Promise.resolve('There is no user in the file.'),
      },
    );
  }
}
