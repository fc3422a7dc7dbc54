/** Operations as tools of the Model Context Protocol: what only reads, with the schemas of the table. */
import { z } from 'zod';
import { asGibseyError } from '../../domain/errors.js';
import type { Caller } from '../access.js';
import { errorJson } from '../encoders/json.js';
import { bare, fieldsOf } from '../encoders/openapi.js';
import { checked, shownFailure } from '../failure.js';
import type { Operation } from '../operation.js';
import type { Rooms } from '../rooms.js';

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

/** Parameters of the path and of the query as one object. */
function argumentsOf({ params, query }: Operation) {
  const [path, rest] = [fieldsOf(params), fieldsOf(query)];
  const properties = { ...path.properties, ...rest.properties };
  const required = [...Object.keys(path.properties), ...rest.required];
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
  operation: Operation,
  args: Readonly<Record<string, unknown>>,
  { caller, rooms, signal }: ToolCall,
): Promise<unknown> {
  const { params, query } = operation;
  const inPath = new Set(Object.keys(fieldsOf(params).properties));
  const part = (within: boolean) =>
    Object.fromEntries(
      Object.entries(args)
        .filter(([name]) => inPath.has(name) === within)
        .map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
    );
  return operation.handle(
    {
      params: checked(params, part(true), 'arguments'),
      query: checked(query, part(false), 'arguments'),
      body: undefined,
      ...{ caller, signal, headers: {}, path: operation.path, wantsEvents: false },
      login: () => Promise.resolve(caller),
    },
    rooms,
  );
}
