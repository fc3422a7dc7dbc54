import type { JSX } from 'preact';
import { Loaded, useLoaded } from '../loaded.js';

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
}
interface Described {
  summary: string;
  description?: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  info: { version: string };
  paths: Record<string, Record<string, Described>>;
}

/** The OpenAPI document for people who write programs. */
export function ApiView(): JSX.Element {
  const state = useLoaded<Document>('/openapi.json');
  return (
    <Loaded state={state}>
      {({ info, paths }) => (
        <>
          <h1>For programs</h1>
          <p>
            gibsey {info.version} speaks HTTP and JSON. The same as{' '}
            <a href="./openapi.json">OpenAPI 3.1</a>.
          </p>
          {Object.entries(paths).flatMap(([path, methods]) =>
            Object.entries(methods).map(([method, described]) => (
              <Operation
                key={`${method} ${path}`}
                at={`${method.toUpperCase()} ${path}`}
                of={described}
              />
            )),
          )}
        </>
      )}
    </Loaded>
  );
}

function Operation({ at, of }: { at: string; of: Described }): JSX.Element {
  const { summary, description, parameters, requestBody, responses } = of;
  const body = requestBody?.content['application/json'].schema;
  const [status, response] = Object.entries(responses)[0] ?? [];
  const [[type, reply] = []] = [Object.entries(response?.content ?? {})[0]];
  return (
    <details class="operation">
      <summary>
        <code>{at}</code> <span class="aside">{summary}</span>
      </summary>
      {description && <p>{description}</p>}
      {parameters.map(({ name, in: where, required, schema }) => (
        <p key={name}>
          <code>{name}</code> in the {where}
          {required ? '' : ', may be left out'}: {kindOf(schema)}
        </p>
      ))}
      {body && <Fields title="Takes" schema={body} />}
      <Fields title={`Gives ${status} ${type ?? ''}`} schema={reply?.schema ?? {}} />
    </details>
  );
}

function Fields({ title, schema }: { title: string; schema: Schema }): JSX.Element {
  const fields = Object.entries(schema.properties ?? {});
  return (
    <>
      <h3>{title}</h3>
      <ul class="fields">
        {fields.map(([name, field]) => (
          <li key={name}>
            <code>{name}</code>
            {schema.required?.includes(name) ? '' : '?'}: {kindOf(field)}
          </li>
        ))}
      </ul>
    </>
  );
}

function kindOf({ type, items, enum: values, properties }: Schema): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(' or ');
  if (items) return `list of ${kindOf(items)}`;
  if (properties) return `{${Object.keys(properties).join(', ')}}`;
  return [type ?? 'anything'].flat().join(' or ');
}
