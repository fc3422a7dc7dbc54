/** The tasks of a user, and the context that the night makes of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { todoistServer } from '../../fixtures/todoist/server.js';
import { gibsey } from '../../support/cli.js';

export async function tasksIn(cwd: string): Promise<void> {
  const todoist = await todoistServer();
  todoist.account('a').put({ id: '1', content: 'Prune the roses before spring' });
  writeFileSync(join(cwd, 'users.jsonl'), '{"user_id": "ann", "token": "a"}');
  const env = { GIBSEY_TODOIST_URL: todoist.url };
  await gibsey(['ingest', 'todoist', '--users', 'users.jsonl'], { cwd, env });
  await gibsey(['context'], { cwd, env });
  await todoist.close();
}
