/** Who may write over HTTP, and how gibsey's own commands are let in. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { http, own, startServer, tokenFile, type RunningServer } from '../support/server.js';

const BOOK = [{ id: 'tower', text: 'Arieol climbed the tower at dawn. The stairs were wet.' }];

function bookFolder(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'book.jsonl'), jsonLines(BOOK));
  return cwd;
}

const write = (url: string, headers = {}) =>
  http(`${url}/pages/new/one`, { method: 'PUT', body: { body: 'A word.' }, headers });

describe('gibsey serve at a machine', () => {
  const cwd = bookFolder();
  let server: RunningServer;
  beforeAll(async () => {
    await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
    server = await startServer([], { cwd });
  });
  afterAll(() => server.stop());

  it('lets nobody write without a token, and says how to get one', async () => {
    const { status, text } = await write(server.url);
    expect(status).toBe(403);
    expect(text).toContain('gibsey tokens create');
    expect((await http(`${server.url}/pages/tower`, { method: 'DELETE' })).status).toBe(403);
    expect((await http(`${server.url}/refresh`, { method: 'POST' })).status).toBe(403);
  });

  it('leaves a token for its own commands, which its user alone can read', async () => {
    const file = tokenFile(server.url);
    expect(server.said()).toContain(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
    expect(server.said()).not.toContain(readFileSync(file, 'utf8'));
    expect((await write(server.url, own(server.url))).status).toBe(200);
    const { text } = await http(`${server.url}/account`, { headers: own(server.url) });
    expect(JSON.parse(text)).toMatchObject({ account: 'local', role: 'ops' });
  });

  it('shows that token to no other server, and takes it along when it ends', async () => {
    const other = await startServer([], { cwd });
    const before = own(other.url);
    expect((await write(server.url, before)).status).toBe(401);
    expect((await other.stop()).code).toBe(0);
    expect(existsSync(tokenFile(other.url))).toBe(false);
    expect(existsSync(tokenFile(server.url))).toBe(true);
  });

  it('is a reader’s, whatever has become of the tokens', async () => {
    await gibsey(['accounts', 'create', 'ada', '--role', 'author'], { cwd });
    const { json } = await gibseyJson<{ secret: string; id: string }>(['tokens', 'create', 'ada'], {
      cwd,
    });
    const headers = { authorization: `Bearer ${json.secret}` };
    expect((await write(server.url, headers)).status).toBe(200);
    expect((await write(server.url)).status).toBe(403);
    await gibsey(['tokens', 'revoke', json.id], { cwd });
    expect((await write(server.url, headers)).status).toBe(401);
    expect((await write(server.url)).status).toBe(403);
    await gibsey(['tokens', 'reset', '--yes'], { cwd });
    expect((await write(server.url)).status).toBe(403);
    expect((await write(server.url, own(server.url))).status).toBe(200);
  });
});

describe('a home that cannot be written to', () => {
  it('keeps no server from serving', async () => {
    const cwd = bookFolder();
    await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
    mkdirSync(join(cwd, 'state'));
    writeFileSync(join(cwd, 'state/gibsey'), 'no folder');
    const server = await startServer([], { cwd, env: { XDG_STATE_HOME: join(cwd, 'state') } });
    expect((await http(`${server.url}/pages/tower`)).status).toBe(200);
    expect((await server.stop()).code).toBe(0);
    expect(server.said()).toContain('unless they send a token');
  });
});
