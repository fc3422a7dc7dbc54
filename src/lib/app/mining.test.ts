import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DAY, docsIn, posted, read } from '../../../test/contract/source/partitioned-contract.js';
import { hackerNewsServer } from '../../../test/fixtures/hackernews/server.js';
import { postOf } from '../../../test/fixtures/reddit/server.js';
import { loadConfig } from '../config/load.js';
import { shownSetting } from '../config/redact.js';
import { ITEM_SOURCES } from '../domain/item.js';
import { configuredSources, openItemSource, openRedditFile } from './mining.js';

const folder = () => mkdtempSync(join(tmpdir(), 'gibsey-mining-'));

/** The configuration that a file and the environment make. */
function configOf(settings: object, env: Record<string, string> = {}) {
  const cwd = folder();
  writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(settings));
  return loadConfig({ cwd, env }).config;
}

describe('the sources of issue mining', () => {
  it('are none until something is asked of them', () => {
    expect(configuredSources(configOf({}))).toEqual([]);
    const reddit = { subreddits: ['tides'] };
    const github = { queries: ['too expensive'] };
    expect(configuredSources(configOf({ reddit, github, hackernews: { queries: [''] } }))).toEqual([
      'github',
      'reddit',
      'hackernews',
    ]);
  });

  it('have their credentials from the environment, and show none of them', () => {
    const config = configOf(
      {},
      {
        GITHUB_TOKEN: 'ghp_1',
        STACKEXCHANGE_KEY: 'k((',
        REDDIT_CLIENT_ID: 'id',
        REDDIT_CLIENT_SECRET: 's',
      },
    );
    expect(config.github.token).toBe('ghp_1');
    expect(config.stackoverflow.key).toBe('k((');
    expect(config.reddit).toMatchObject({ clientId: 'id', clientSecret: 's' });
    for (const path of ['github.token', 'stackoverflow.key', 'reddit.clientSecret'])
      expect(shownSetting(path, 'planted')).toBe('(a secret)');
  });

  it('open by name without a call', async () => {
    const config = configOf({ reddit: { url: 'http://127.0.0.1:1', subreddits: ['tides'] } });
    for (const source of ITEM_SOURCES)
      expect((await openItemSource(source, config)).name).toBe(source);
  });

  it('read what the configuration names, where it says', async () => {
    const at = Date.parse(DAY) / 1000;
    const server = await hackerNewsServer([
      posted(1, at),
      posted(2, at, { title: 'Ebb', body: '' }),
    ]);
    const hackernews = { url: `${server.url}/api/v1`, queries: ['tide'] };
    const source = await openItemSource('hackernews', configOf({ hackernews }));
    expect(docsIn(await read(source)).map(({ title }) => title)).toEqual([posted(1, at).title]);
    await server.close();
  });

  it('may be a file of Reddit', async () => {
    const path = join(folder(), 'posts.jsonl');
    writeFileSync(path, JSON.stringify(postOf(posted(1, Date.parse(DAY) / 1000))));
    expect(docsIn(await read(await openRedditFile(path)))).toHaveLength(1);
  });
});
