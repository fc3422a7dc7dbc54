import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MODELLESS, ROOT, temporaryFolder } from '../support/cli.js';

const WEEK = '2026-09-28';
const SUBJECTS = {
  Harbour: 'The harbour is closed to ferries because of the storm, and ships wait outside.',
  Library: 'The library lends tools and seeds now, and readers may keep books for six weeks.',
};

/** Three entries on each subject. */
const entries = Object.entries(SUBJECTS).flatMap(([title, text]) =>
  [1, 2, 3].map((n) => ({ id: `${title}-${n}`, title: `${title} ${n}`, text: `${text} (${n})` })),
);
const rssOf = (all: typeof entries, date: string) =>
  all.map(
    ({ id, title, text }) =>
      `<item><guid>${id}</guid><title>${title}</title><description>${text}</description><pubDate>${date}</pubDate></item>`,
  );

it('examples/rss-digest makes a digest of a week, and the next time there is nothing to do', () => {
  const cwd = temporaryFolder();
  const feed = join(cwd, 'feed.xml');
  const write = (all: typeof entries) => {
    const late = rssOf(
      [{ id: 'old', title: 'Old', text: 'An old story.' }],
      '21 Sep 2026 10:00 GMT',
    );
    const items = [...rssOf(all, '30 Sep 2026 10:00 GMT'), ...late].join('');
    writeFileSync(feed, `<rss version="2.0"><channel><title>Town</title>${items}</channel></rss>`);
  };
  const digest = () => {
    const script = join(ROOT, 'examples/rss-digest/run.ts');
    const tsx = import.meta.resolve('tsx');
    const args = ['--import', tsx, script, feed, WEEK, 'digest.md'];
    const env = { ...process.env, ...MODELLESS };
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      cwd,
      env,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  };
  write(entries);
  expect(digest()).toContain('digest.md: success');
  const text = readFileSync(join(cwd, 'digest.md'), 'utf8');
  expect(text.match(/^## (Harbour|Library) \d \(3\)$/gm)).toHaveLength(2);
  expect(text).toContain('ships wait outside');
  expect(text).not.toContain('old story');

  expect(digest()).toContain('digest.md: unchanged');
  write([...entries, { id: 'new', title: 'Harbour 4', text: `${SUBJECTS.Harbour} (4)` }]);
  digest();
  expect(readFileSync(join(cwd, 'digest.md'), 'utf8')).toMatch(/^## Harbour \d \(4\)$/m);
});
