/** Complaints of strangers, mined into an issue. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Posted } from '../../fixtures/http/posted.js';
import { postOf } from '../../fixtures/reddit/server.js';
import { gibsey, gibseyJson } from '../../support/cli.js';

const DAY = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const SPAN = ['--from', DAY, '--to', DAY];
const POSTS = [1, 2, 3, 4, 5, 6].map((id): Posted => ({
  ...{ id, at: Date.parse(DAY) / 1000 + 60 * id, author: `author${id}` },
  title: `Invoices of supplier ${id} are typed by hand <img src=x onerror=alert(1)>`,
  body: `We copy invoice ${id} by hand. <b>${id}</b> I would pay $50 a month for a tool that reads them.`,
}));

/** @returns the key of the issue */
export async function complaintsIn(cwd: string): Promise<string> {
  writeFileSync(join(cwd, 'posts.jsonl'), POSTS.map((p) => JSON.stringify(postOf(p))).join('\n'));
  writeFileSync(join(cwd, 'gibsey.config.json'), '{"reddit": {"subreddits": ["tides"]}}');
  await gibsey(['ingest', 'reddit', '--file', 'posts.jsonl', ...SPAN], { cwd });
  await gibsey(['nightly', '--only', 'issues', '--skip', 'ingest-reddit', ...SPAN], { cwd });
  const { json } = await gibseyJson<{ issues: { issue_key: string }[] }>(['issues'], { cwd });
  const [largest] = json.issues;
  if (!largest) throw new Error('Nothing was mined.');
  return largest.issue_key;
}
