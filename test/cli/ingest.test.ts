import type { ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type Disturbance,
  type Gateway,
  send,
  STARGATE_TOKEN,
  stargate,
} from '../fixtures/stargate/server.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { epub } from '../support/zip.js';

interface Ingested {
  status: string;
  stages: { name: string; status: string; processed: number; skipped: number; failed: number }[];
}

describe('ingest pages', () => {
  it('stores a folder of books in several formats, and skips them when they are unchanged', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'books'));
    writeFileSync(join(cwd, 'books/1-ebb.html'), '<h2>Ebb</h2><p>Out.<h2>Flood</h2><p>In.');
    writeFileSync(
      join(cwd, 'books/2-calm.epub'),
      epub({ chapters: { 'a.xhtml': '<p>Calm.</p>', 'b.xhtml': '<p>Still.</p>' } }),
    );
    const first = await gibseyJson<Ingested>(['ingest', 'pages', 'books'], { cwd });
    expect([first.code, first.json.stages[0]]).toMatchObject([0, { processed: 4, failed: 0 }]);
    const second = await gibseyJson<Ingested>(['ingest', 'pages', 'books'], { cwd });
    expect([second.code, second.json.stages[0]]).toMatchObject([0, { processed: 0, skipped: 4 }]);
  });

  it('reads another encoding when it is told so, and names the file when it is not', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'flut.txt'), Buffer.from('Die Flut war kühl.', 'latin1'));
    const refused = await gibsey(['ingest', 'pages', 'flut.txt'], { cwd });
    expect([refused.code, refused.stdout + refused.stderr]).toEqual([
      3,
      expect.stringMatching(/flut\.txt.*is not UTF-8/s),
    ]);
    const told = await gibseyJson<Ingested>(
      ['ingest', 'pages', 'flut.txt', '--encoding', 'latin1'],
      { cwd },
    );
    expect([told.code, told.json.stages[0]]).toMatchObject([0, { processed: 1 }]);
  });
});

describe('ingest rest', () => {
  const gateways: Gateway[] = [];
  afterEach(async () => {
    for (const gateway of gateways.splice(0)) await gateway.close();
  });
  const start = async (count: number, disturb?: Disturbance): Promise<Gateway> => {
    const rows = Array.from({ length: count }, (_, i) => ({
      page_id: `p${i}`,
      text: `Tide ${i}.`,
    }));
    const gateway = await stargate(rows, disturb);
    gateways.push(gateway);
    return gateway;
  };
  const env = (url: string, more = {}) => ({
    STARGATE_URL: url,
    STARGATE_AUTH_TOKEN: STARGATE_TOKEN,
    GIBSEY_REST_PAGE_SIZE: '3',
    ...more,
  });

  it('stores a table, skips what is unchanged, removes what is gone with --replace', async () => {
    const cwd = temporaryFolder();
    const seven = await start(7);
    const first = await gibseyJson<Ingested>(['ingest', 'rest', 'gibsey/pages'], {
      cwd,
      env: env(seven.url),
    });
    expect([first.code, first.json.stages[0]]).toMatchObject([0, { processed: 7 }]);
    const again = await gibseyJson<Ingested>(['ingest', 'rest', seven.table], {
      cwd,
      env: env(''),
    });
    expect([again.code, again.json.stages[0]]).toMatchObject([0, { processed: 0, skipped: 7 }]);
    const six = await start(6);
    const replaced = await gibseyJson<Ingested>(['ingest', 'rest', six.table, '--replace'], {
      cwd,
      env: env(six.url),
    });
    expect([replaced.code, replaced.json.stages[0]]).toMatchObject([
      0,
      { processed: 1, skipped: 6 },
    ]);
  });

  it('goes on when the gateway is busy', async () => {
    let busy = 1;
    const gateway = await start(2, (_request, response) => {
      if (busy-- <= 0) return false;
      response.setHeader('retry-after', '0');
      send(response, 503, {});
      return true;
    });
    const { code, json } = await gibseyJson<Ingested>(['ingest', 'rest', gateway.table], {
      cwd: temporaryFolder(),
      env: env(gateway.url),
    });
    expect([code, json.stages[0]]).toMatchObject([0, { processed: 2 }]);
  });

  it('names the variable when the token is refused, and shows no token', async () => {
    const { url, table } = await start(1);
    const secret = 'AstraCS:do-not-show-me';
    const { code, stdout, stderr } = await gibsey(['ingest', 'rest', table, '--json'], {
      cwd: temporaryFolder(),
      env: env(url, { STARGATE_AUTH_TOKEN: secret, DEBUG: 'gibsey' }),
    });
    expect([code, JSON.parse(stdout)]).toMatchObject([2, { error: { code: 'SOURCE_UNREADABLE' } }]);
    expect(stderr).toContain('STARGATE_AUTH_TOKEN');
    expect(stdout + stderr).not.toContain(secret);
  });

  it('is a source of the night', async () => {
    const cwd = temporaryFolder();
    const { url } = await start(3);
    const config = { sources: [{ rest: 'gibsey/pages' }], rest: { url } };
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(config));
    const { code, json } = await gibseyJson<Ingested>(['nightly', '-k', '1'], {
      cwd,
      env: { STARGATE_AUTH_TOKEN: STARGATE_TOKEN },
    });
    expect([code, json.stages[0]]).toMatchObject([0, { name: 'ingest', processed: 3 }]);
  });
});

describe('ingest pages --follow', () => {
  it('stores what is appended within seconds, and ends with 130 on Ctrl-C', async () => {
    const cwd = temporaryFolder();
    const file = join(cwd, 'log.jsonl');
    const row = (id: string) => `${JSON.stringify({ id, text: `The page ${id}.` })}\n`;
    const documents = async () => {
      const { json } = await gibseyJson<{ collections: { pages: { documents: number } } }>(
        ['status'],
        { cwd },
      );
      return json.collections.pages.documents;
    };
    writeFileSync(file, row('a'));
    let child: ChildProcess | undefined;
    const following = gibsey(['ingest', 'pages', 'log.jsonl', '--follow'], {
      cwd,
      started: (started) => (child = started),
    });
    await expect.poll(documents, { timeout: 20_000 }).toBe(1);
    appendFileSync(file, row('b') + row('c'));
    await expect.poll(documents, { timeout: 20_000 }).toBe(3);
    child?.kill('SIGINT');
    const { code, stdout } = await following;
    expect(code).toBe(130);
    expect(stdout).toMatch(/ingest\s+3\s/);
  });
});

describe('ingest conversations', () => {
  const ingest = (name: string, content: string) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, name), content);
    return gibsey(['ingest', 'conversations', name], { cwd });
  };

  it('of a table without a text names its columns, and ends as bad input does', async () => {
    for (const rows of ['ann,Hi\n', '']) {
      const { code, stdout } = await ingest('log.csv', `user_id,utterance\n${rows}`);
      expect(code).toBe(3);
      expect(stdout).toMatch(/ {2}log\.csv {2}there is no text: .* user_id, utterance; name what/);
    }
  });

  it('of nothing says so, and is no error', async () => {
    const { code, stdout } = await ingest('log.jsonl', '\n');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/no utterance in log\.jsonl\.\n$/)]);
  });
});
