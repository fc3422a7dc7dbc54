/** The client of the official SDK against a server that listens, and requests of the revision without sessions. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES, serving, type Serving } from '../../../test/support/serving.js';

let server: Serving;
let client: Client;
beforeAll(async () => {
  server = await serving();
  const origin = await server.http.listen({ port: 0, host: '127.0.0.1' });
  client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${origin}/mcp`)));
}, 60_000); // the client of the SDK is loaded, and the server loads its own part
afterAll(async () => {
  await client.close();
  await server.close();
});

describe('a client of the Model Context Protocol', () => {
  it('is offered what reads, and nothing that writes or costs', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      ...['retrieve', 'chapters', 'list-pages', 'read-page'],
      ...['clusters', 'cluster', 'golden-answers', 'explain'],
    ]);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(tools[0]?.inputSchema).toMatchObject({
      required: ['question'],
      properties: { limit: { type: 'integer', maximum: 50 } },
    });
  });

  it('finds words of the book, in the shape that was promised', async () => {
    const args = { question: 'Who climbed the tower?', limit: 1 };
    const found = await client.callTool({ name: 'retrieve', arguments: args });
    const { quotes } = found.structuredContent as {
      quotes: { start: number; end: number; text: string }[];
    };
    expect(quotes).toHaveLength(1);
    expect(PAGES[0]?.body.slice(quotes[0]?.start, quotes[0]?.end)).toBe(quotes[0]?.text);
  });

  it('is told what is wrong in the words of every other reply', async () => {
    const gone = await client.callTool({ name: 'read-page', arguments: { id: 'none' } });
    expect(gone.isError).toBe(true);
    const [{ text }] = gone.content as [{ text: string }];
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'NOT_FOUND' } });
    const wrong = await client.callTool({ name: 'retrieve', arguments: { limit: 1 } });
    expect(wrong.isError).toBe(true);
    await expect(client.callTool({ name: 'write-page' })).rejects.toThrow('No tool');
  });

  it('reads pages as resources', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual([
      'gibsey://pages/tower',
      'gibsey://pages/harbour',
    ]);
    const { contents } = await client.readResource({ uri: 'gibsey://pages/tower' });
    expect(contents).toMatchObject([{ text: PAGES[0]?.body }]);
    await expect(client.readResource({ uri: 'gibsey://pages/none' })).rejects.toThrow(
      'There is no',
    );
  });
});

describe('a request without a session', () => {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const ask = (method: string, headers = {}) =>
    server.call({
      ...{
        method: 'POST',
        url: '/mcp',
        payload: { jsonrpc: '2.0', id: 1, method, params: { _meta } },
      },
      headers: { 'mcp-protocol-version': '2026-07-28', ...headers },
    });

  it('discovers the server', async () => {
    const { result } = (await ask('server/discover')).json<{ result: object }>();
    expect(result).toMatchObject({
      ...{ resultType: 'complete', capabilities: { tools: {}, resources: {} } },
      supportedVersions: expect.arrayContaining(['2026-07-28', '2025-06-18']) as string[],
    });
  });

  it('is answered whole', async () => {
    const { result } = (await ask('tools/list')).json<{ result: { tools: object[] } }>();
    expect(result).toMatchObject({ resultType: 'complete' });
    expect(result.tools).toHaveLength(8);
  });

  it('comes under no foreign name and from no foreign page', async () => {
    expect((await ask('tools/list', { host: 'evil.example' })).statusCode).toBe(403);
    expect((await ask('tools/list', { origin: 'http://evil.example' })).statusCode).toBe(403);
  });
});
