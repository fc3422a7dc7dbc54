import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, type Serving } from '../../../test/support/serving.js';
import { OPERATIONS } from './operations/index.js';

type Parameter = { name: string; in: string; required: boolean; schema: object };
interface Described {
  parameters: Parameter[];
  requestBody?: { content: { 'application/json': { schema: { oneOf?: object[] } } } };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Document extends Record<string, unknown> {
  info: { version: string };
  paths: Record<string, Record<string, Described>>;
}

describe('the description of the server', () => {
  let server: Serving;
  let document: Document;
  beforeAll(async () => {
    server = await serving();
    document = (await server.call({ url: '/openapi.json' })).json();
  });
  afterAll(() => server.close());

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate({ ...document });
    expect(errors).toBeUndefined();
    expect([valid, validator.version]).toEqual([true, '3.1']);
  });

  it('has every operation once', () => {
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const known = OPERATIONS.filter(({ name }) => name !== 'openapi').map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    );
    expect(routes.sort()).toEqual(known.sort());
  });

  it('tells parameters', () => {
    const retrieve = document.paths['/retrieve']?.get;
    const needed = retrieve?.parameters.filter(({ required }) => required);
    expect(needed?.map(({ name }) => name)).toEqual(['question']);
    expect(retrieve?.parameters.map(({ name }) => name)).not.toContain('q');
    expect(retrieve?.parameters).toContainEqual({
      ...{ name: 'limit', in: 'query', required: false },
      schema: { type: 'integer', minimum: 1, maximum: 50 },
    });
  });

  it('tells the bodies, streams and failures of a chat', () => {
    const chat = document.paths['/api/chat']?.post;
    expect(chat?.requestBody?.content['application/json'].schema.oneOf).toHaveLength(4);
    const media = Object.keys(chat?.responses[200]?.content ?? {});
    expect(media).toEqual(['application/json', 'text/event-stream']);
    expect(document.paths['/pages/{id}']?.delete?.responses).toHaveProperty('204');
    expect(chat?.responses.default?.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/Error' } },
    });
  });
});
