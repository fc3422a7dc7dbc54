import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { Encoded } from '../operation.js';
import { mcpServer, STATELESS, type McpDeps } from './server.js';

/** One request, or a batch of the earlier revisions, answered at once: no session is kept. */
export async function answeredOverHttp(
  deps: McpDeps,
  body: unknown,
  headers: Readonly<Record<string, unknown>>,
): Promise<Encoded> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = mcpServer(deps);
  await server.connect(transport);
  try {
    const asked = { method: 'POST', headers: passed(headers) };
    const request = new Request('http://127.0.0.1/mcp', asked);
    const response = await transport.handleRequest(request, { parsedBody: body });
    const type = response.headers.get('content-type') ?? 'application/json';
    return new Encoded(type, (await response.text()) || null, response.status);
  } finally {
    await server.close();
  }
}

/** The transport knows the earlier revisions alone; a request of the stateless one is answered like theirs. */
function passed(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const usual = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const version = headers['mcp-protocol-version'];
  if (typeof version !== 'string' || version === STATELESS) return usual;
  return { ...usual, 'mcp-protocol-version': version };
}
