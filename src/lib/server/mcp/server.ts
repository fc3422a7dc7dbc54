/**
 * The Model Context Protocol, in both its eras: `initialize` of the earlier revisions, and the requests of 2026-07-28
 * that stand alone. A connection may use one after the other, since nothing is kept of it.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  RequestSchema,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { asGibseyError } from '../../domain/errors.js';
import type { Caller } from '../access.js';
import type { Operation } from '../operation.js';
import type { Rooms } from '../rooms.js';
import { listedResources, readResource, RESOURCE_TEMPLATES } from './resources.js';
import { callTool, toolJson } from './tools.js';

/** The revision without sessions. */
export const STATELESS = '2026-07-28';
const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';
const INFO_KEY = 'io.modelcontextprotocol/serverInfo';
const INSTRUCTIONS =
  'A book that can be searched and read. `retrieve` finds quotes by meaning and words; each has the page and the ' +
  'offsets that it stands at: cite them as they are.';
const CAPABILITIES = { tools: {}, resources: {} };

export interface McpDeps {
  /** Those that are tools. */
  operations: readonly Operation[];
  rooms: Rooms;
  caller: Caller;
}

/** A server for one connection, which is not connected yet. */
export function mcpServer({ operations, rooms, caller }: McpDeps): Server {
  const info = { name: 'gibsey', version: rooms.version };
  const server = new Server(info, { capabilities: CAPABILITIES, instructions: INSTRUCTIONS });
  server.setRequestHandler(discover, () => ({
    ...complete(),
    supportedVersions: [STATELESS, ...SUPPORTED_PROTOCOL_VERSIONS],
    ...{ capabilities: CAPABILITIES, instructions: INSTRUCTIONS, _meta: { [INFO_KEY]: info } },
  }));
  server.setRequestHandler(ListToolsRequestSchema, ({ params }) => ({
    ...era(params),
    tools: operations.map(toolJson),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const operation = operations.find(({ name }) => name === params.name);
    if (!operation) throw new McpError(ErrorCode.InvalidParams, `No tool is "${params.name}".`);
    const told = await callTool(operation, params.arguments ?? {}, { caller, rooms, signal });
    return { ...era(params), ...told };
  });
  resourcesOf(server, rooms);
  return server;
}

function resourcesOf(server: Server, rooms: Rooms): void {
  server.setRequestHandler(ListResourcesRequestSchema, async ({ params }) => ({
    ...era(params),
    resources: await listedResources(rooms).catch(refused),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, ({ params }) => ({
    ...era(params),
    resourceTemplates: RESOURCE_TEMPLATES,
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }) => ({
    ...era(params),
    contents: [await readResource(params.uri, rooms).catch(refused)],
  }));
}

const discover = RequestSchema.extend({ method: z.literal('server/discover') });

/** What every result of the stateless revision says: it is whole, and not to be kept. */
const complete = () => ({ resultType: 'complete', ttlMs: 0, cacheScope: 'private' });

const era = (params: { _meta?: Record<string, unknown> | undefined } | undefined) =>
  params?._meta?.[VERSION_KEY] === undefined ? {} : complete();

/** The code that the protocol has for a resource that is not there. */
const RESOURCE_NOT_FOUND = -32002;

function refused(thrown: unknown): never {
  const { code, message } = asGibseyError(thrown);
  const known = code === 'NOT_FOUND' ? RESOURCE_NOT_FOUND : ErrorCode.InternalError;
  throw new McpError(known, code === 'INTERNAL' ? 'Something went wrong.' : message);
}
