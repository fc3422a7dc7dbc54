import { z } from 'zod';
import { operation, type Operation } from '../operation.js';
import { noParams, noQuery } from './shapes.js';

/**
 * The Model Context Protocol over HTTP. Who may is decided as for any operation, and the guard of all requests holds
 * foreign names and origins off (DNS rebinding).
 */
export const mcp = (tools: readonly Operation[]) =>
  operation({
    name: 'mcp',
    method: 'POST',
    path: '/mcp',
    summary: 'The Model Context Protocol: tools and resources that read.',
    role: 'reader',
    dialect: 'json-rpc',
    params: noParams,
    query: noQuery,
    body: z.union([z.looseObject({}), z.array(z.looseObject({})).min(1)]),
    reply: z.unknown(),
    async handle({ body, caller, headers }, rooms) {
      const { answeredOverHttp } = await import('../mcp/over-http.js'); // few servers are asked in it
      return answeredOverHttp({ operations: tools, rooms, caller }, body, headers);
    },
  });
