/** Operations as tools of the Model Context Protocol: what only reads, with the schemas of the table. */
import { z } from 'zod';
import { asGibseyError } from '../../domain/errors.js';
import type { Caller } from '../access.js';
import { errorJson } from '../encoders/json.js';
import { bare, taken } from '../encoders/openapi.js';
import { checked, shownFailure } from '../failure.js';
import type { Operation } from '../operation.js';
import { questionFields } from '../operations/shapes.js';
import type { Rooms } from '../rooms.js';

type JsonSchema = Record<string, unknown> & { properties?: Record<string, JsonSchema> };

export interface ToolCall {
  caller: Caller;
  rooms: Rooms;
  signal: AbortSignal;
}

/** As `tools/list` shows it. */
export const toolJson = (operation: Operation) => ({
  name: operation.name,
  description: operation.summary,
  inputSchema: { type: 'object' as const, ...argumentsOf(operation) },
  outputSchema: {
    ...bare(z.toJSONSchema(operation.reply, { io: 'output', unrepresentable: 'any' })),
    type: 'object' as const,
  },
  annotations: { readOnlyHint: true, openWorldHint: false },
});

const OTHER_NAMES = Object.keys(questionFields).filter((name) => name !== 'question');

/** Parameters of the path and of the query as one object; what is asked has one name here. */
function argumentsOf({ params, query }: Operation): JsonSchema {
  const [path, rest] = [taken(params), taken(query)] as [JsonSchema, JsonSchema];
  const properties = { ...path.properties, ...rest.properties };
  const asks = OTHER_NAMES.every((name) => name in properties);
  for (const name of OTHER_NAMES) delete properties[name];
  const required = [...Object.keys(path.properties ?? {}), ...(asks ? ['question'] : [])];
  return { properties, required, additionalProperties: false };
}

/** What the tool gives, or why it does not: as JSON in a text, and as it is. */
export async function callTool(
  operation: Operation,
  args: Readonly<Record<string, unknown>>,
  call: ToolCall,
) {
  try {
    const reply = (await performed(operation, args, call)) as Record<string, unknown>;
    return { ...said(reply), structuredContent: reply };
  } catch (thrown) {
    return { ...said(errorJson(shownFailure(asGibseyError(thrown)))), isError: true };
  }
}

const said = (value: unknown) => ({
  content: [{ type: 'text' as const, text: JSON.stringify(value) }],
});

function performed(
  { params, query, handle }: Operation,
  args: Readonly<Record<string, unknown>>,
  { caller, rooms, signal }: ToolCall,
): Promise<unknown> {
  const inPath = new Set(Object.keys((taken(params) as JsonSchema).properties ?? {}));
  const part = (within: boolean) =>
    Object.fromEntries(
      Object.entries(args)
        .filter(([name]) => inPath.has(name) === within)
        .map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
    );
  return handle(
    {
      params: checked(params, part(true), 'arguments'),
      query: checked(query, part(false), 'arguments'),
      body: undefined,
      ...{ caller, signal, headers: {}, wantsEvents: false },
    },
    rooms,
  );
}
