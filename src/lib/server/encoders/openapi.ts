/** The table of operations as a document of OpenAPI 3.1: https://spec.openapis.org/oas/v3.1.1.html */
import { z, type ZodType } from 'zod';
import { ERRORS } from '../../domain/errors.js';
import { EVENTS_TYPE, JSON_TYPE, type Operation } from '../operation.js';

type JsonSchema = Record<string, unknown>;

/** The document. */
export interface OpenApi extends Record<string, unknown> {
  openapi: '3.1.1';
  info: { title: string; version: string; description: string; license: object };
  security: object[];
  paths: Record<string, Record<string, object>>;
  components: object;
}

/** Without a token, where the server lets readers in so, or with one. */
const WAYS_IN = [{}, { token: [] }];

export function openApi(operations: readonly Operation[], version: string): OpenApi {
  const paths: OpenApi['paths'] = {};
  for (const each of operations) {
    const path = each.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: described(each) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'gibsey',
      version,
      description:
        'A book that answers: chat, retrieval, pages, and what the night has made of them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: WAYS_IN,
    paths,
    components: { schemas: ERROR_SCHEMAS, securitySchemes: { token: BEARER } },
  };
}

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  description: 'Of `gibsey tokens create`. On a loopback address reading and chatting take none.',
};

const text = { type: 'string' };
const error = (fields: JsonSchema) => ({
  type: 'object',
  required: ['error'],
  properties: { error: { type: 'object', required: Object.keys(fields), properties: fields } },
});
const FAILURES = {
  ...{ gibsey: 'Error', openai: 'OpenAiError', 'json-rpc': 'JsonRpcError' },
  stargate: 'StargateError',
};
const codes = Object.keys(ERRORS);
const ERROR_SCHEMAS = {
  JsonRpcError: error({ code: { type: 'integer' }, message: text }),
  StargateError: {
    type: 'object',
    required: ['description', 'code'],
    properties: { description: text, code: { type: 'integer' } },
  },
  Error: error({ code: { enum: codes }, message: text, hint: text }),
  OpenAiError: error({
    message: text,
    type: text,
    param: { type: ['string', 'null'] },
    code: text,
  }),
};

function described(operation: Operation): object {
  const { name, summary, role, method, params, query, body } = operation;
  const takesBody = ['POST', 'PUT', 'PATCH'].includes(method) && !isNothing(body);
  return {
    operationId: name.replace(/[^\w-]+/g, '-'),
    summary,
    ...(role === null ? { security: [] } : { description: `Takes the role ${role}.` }),
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(takesBody ? { requestBody: { required: true, content: json(taken(body)) } } : {}),
    responses: responses(operation),
  };
}

/** Version 3.1 has no words for a stream: who reads it as events sees fields, who does not a text. */
const STREAMED: Readonly<Record<string, JsonSchema>> = {
  [EVENTS_TYPE]: { description: 'Server-sent events, each with a name and JSON as data.' },
};

function responses({ reply, media, dialect, status }: Operation): object {
  const schema = z.toJSONSchema(reply, { io: 'output', unrepresentable: 'any' });
  const content = media.map((type) => [
    type,
    { schema: type === JSON_TYPE ? bare(schema) : (STREAMED[type] ?? text) },
  ]);
  const good = {
    [status]: {
      description: 'Done.',
      ...(status === 204 ? {} : { content: Object.fromEntries(content) as object }),
    },
  };
  const failed = json({ $ref: `#/components/schemas/${FAILURES[dialect]}` });
  return {
    ...good,
    431: UNREAD,
    default: { description: 'Why it was not done.', content: failed },
  };
}

const json = (schema: JsonSchema) => ({ [JSON_TYPE]: { schema } });

/** Said before anybody knows which route is meant. */
const UNREAD = {
  description: 'Address and headers are longer than the server reads.',
  content: json({ $ref: '#/components/schemas/Error' }),
};

function parameters(fields: ZodType, where: 'path' | 'query'): object[] {
  const { properties, required } = fieldsOf(fields);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }));
}

/**
 * Parameters by name, and those that there have to be. Of names of which one is given, the first stands for all: a
 * list of parameters cannot say more.
 */
export function fieldsOf(fields: ZodType) {
  const schema = taken(fields) as Partial<Fields>;
  const [[asked] = [], ...others] = (schema.oneOf ?? []).map(({ required }) => required);
  const left = new Set(others.flat());
  const properties = Object.entries(schema.properties ?? {}).filter(([name]) => !left.has(name));
  return {
    properties: Object.fromEntries(properties),
    required: [...(schema.required ?? []), ...(asked === undefined ? [] : [asked])],
  };
}

interface Fields {
  properties: Record<string, JsonSchema>;
  required: string[];
  oneOf: { required: string[] }[];
}

/** What it takes, before it is read. */
const taken = (schema: ZodType) =>
  bare(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));

/**
 * Without what only stands at the root of a document. The one schema that refers to itself is that of JSON, which is
 * anything.
 */
export function bare(schema: JsonSchema): JsonSchema {
  const read = (key: string, value: unknown): unknown => {
    if (key === '$schema' || key === '$defs') return undefined;
    const { $ref } = (value ?? {}) as { $ref?: unknown };
    return typeof $ref === 'string' && $ref.startsWith('#/$defs/') ? {} : value;
  };
  return JSON.parse(JSON.stringify(schema, read)) as JsonSchema;
}

const isNothing = (body: ZodType) => Object.keys(taken(body)).length === 0;
