/** The Model Context Protocol over the streams of this process: a part of the composition root. */
import type { Readable, Writable } from 'node:stream';
import type { RequestId, JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { App } from './app.js';
import { openLocalChat } from './day.js';
import { version } from '../config/version.js';
import { TOOLS } from '../server/operations/index.js';
import { openRooms } from '../server/server.js';

export interface McpStreams {
  input: Readable;
  output: Writable;
}

/** Who sits at the machine reads what the store holds; nothing that is offered costs or writes. */
const AT_THE_MACHINE = { account: 'local', role: 'reader', credential: 'none' } as const;

/**
 * Answers one client until its stream ends or the signal of the app aborts; what was asked before the end is answered.
 * Whoever opened the app closes it.
 */
export async function serveMcp(app: App, { input, output }: McpStreams): Promise<void> {
  const [{ StdioServerTransport }, { mcpServer }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/stdio.js'),
    import('../server/mcp/server.js'),
  ]);
  const over = new AbortController();
  const { rooms, opened } = roomsOf(app, over.signal);
  const transport = new StdioServerTransport(input, output);
  const server = mcpServer({ operations: TOOLS, rooms, caller: AT_THE_MACHINE });
  await server.connect(transport);
  await ended(transport, input, app.signal);
  await server.close();
  over.abort();
  await opened(); // what was still being opened is closed with the app
}

function roomsOf(app: App, signal: AbortSignal) {
  const { store, config, clock } = app;
  const open = async () => ({
    ...{ retriever: await app.retriever(), golden: await app.golden({ complete: false }) },
    ...{ chat: await openLocalChat(app), workerLag: async () => null, model: async () => null },
  });
  let opening: Promise<unknown> = Promise.resolve();
  const openAnswering = () => {
    const answering = open();
    opening = answering.catch(() => undefined);
    return answering;
  };
  const opened = () => opening;
  const rooms = openRooms(
    {
      ...{ openStore: async () => store, openAnswering, settings: config.server, clock },
      ...{ version: version(), wantsModel: config.llm.provider !== 'none', log: () => undefined },
    },
    signal,
  );
  return { ...rooms, opened };
}

/** When nothing more will be asked, and nothing that was is unanswered; or at once when the signal aborts. */
function ended(
  transport: StdioServerTransport,
  input: Readable,
  signal: AbortSignal,
): Promise<void> {
  const unanswered = new Set<RequestId>();
  const { onmessage } = transport;
  const send = transport.send.bind(transport);
  let last = false;
  return new Promise((done) => {
    const look = () => {
      if (last && unanswered.size === 0) done();
    };
    const close = () => {
      last = true;
      setImmediate(look); // what came with the end is read first
    };
    transport.onmessage = (message) => {
      if ('method' in message && 'id' in message) unanswered.add(message.id);
      onmessage?.(message);
    };
    transport.send = async (message: JSONRPCMessage) => {
      await send(message);
      if (!('method' in message) && message.id !== undefined) unanswered.delete(message.id);
      look();
    };
    input.once('end', close).once('close', close);
    if (input.readableEnded || signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
