import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../support/book.js';
import { gibsey, ROOT, temporaryFolder } from '../support/cli.js';

const BOOK = [
  { id: 'tower', text: 'Arieol climbed the tower at dawn. The stairs were wet with rain.' },
];

describe('gibsey mcp', () => {
  const cwd = temporaryFolder();
  beforeAll(async () => {
    const input = jsonLines(BOOK);
    expect((await gibsey(['ingest', 'pages', '-'], { cwd, input })).code).toBe(0);
  });

  it('is read by a client of the official SDK', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const args = [join(ROOT, 'bin/run.js'), 'mcp'];
    const env = { ...process.env, GIBSEY_LLM_PROVIDER: 'none' } as Record<string, string>;
    await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd, env }));
    const asked = { question: 'Who climbed the tower?' };
    const { structuredContent } = await client.callTool({ name: 'retrieve', arguments: asked });
    expect(structuredContent).toMatchObject({ quotes: [{ page_id: 'tower' }] });
    const { contents } = await client.readResource({ uri: 'gibsey://pages/tower' });
    expect(contents).toMatchObject([{ text: BOOK[0]?.text }]);
    await client.close();
  });

  it('answers both eras one after the other, and ends with its input', async () => {
    const about = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
    };
    const input = jsonLines([
      { jsonrpc: '2.0', id: 1, method: 'server/discover', params: {} },
      { jsonrpc: '2.0', id: 2, method: 'initialize', params: about },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'chapters' } },
    ]);
    const { code, stdout, stderr } = await gibsey(['mcp'], { cwd, input });
    expect(code, stderr).toBe(0);
    const replies = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; result: object });
    const byId = new Map(replies.map(({ id, result }) => [id, result]));
    expect(byId.get(1)).toMatchObject({ supportedVersions: expect.any(Array) as unknown });
    expect(byId.get(2)).toMatchObject({ protocolVersion: '2025-06-18' });
    expect(byId.get(3)).toMatchObject({ structuredContent: { pages: 1 } });
  });

  it('names the next command where there is no store', async () => {
    const { code, stdout, stderr } = await gibsey(['mcp'], { cwd: temporaryFolder(), input: '' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('gibsey ingest pages');
  });
});
