import { z } from 'zod';
import { openApi } from '../encoders/openapi.js';
import { operation, type Operation } from '../operation.js';
import { none, noParams, noQuery } from './shapes.js';

/** What all operations take and give, for programs that make clients and tests of it. */
export const description = (others: readonly Operation[]) =>
  operation({
    name: 'openapi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'All of this as OpenAPI 3.1.',
    role: null,
    params: noParams,
    query: noQuery,
    body: none,
    reply: z.looseObject({ openapi: z.string() }),
    handle: (_call, { version }) => Promise.resolve(openApi(others, version)),
  });
