/** The client of the Model Context Protocol, as it is. The server's address is the argument. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const client = new Client({ name: 'a test', version: '1' });
await client.connect(new StreamableHTTPClientTransport(new URL(`${process.argv[2]}/mcp`)));
const { tools } = await client.listTools();
const { content } = await client.callTool({
  name: 'retrieve',
  arguments: { question: 'Who climbed the tower?' },
});
const { resources } = await client.listResources();
await client.close();
console.log(
  JSON.stringify({ tools: tools.map(({ name }) => name), content, resources: resources.length }),
);
