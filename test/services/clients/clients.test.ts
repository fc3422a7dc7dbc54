/** Programs that nobody here wrote, against a server that listens: they were made for others, and work unchanged. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../support/golden.js';
import { serving, type Serving } from '../../support/serving.js';

const folder = resolve(process.env.GIBSEY_SERVICES_CACHE ?? join('.cache', 'services'), 'clients');
const bin = join(folder, 'node_modules', '.bin');
const WORDS = 'Arieol climbed the tower at dawn.';

let server: Serving;
let url: string;
beforeAll(async () => {
  server = await serving({ embedder: wordEmbedder });
  url = await server.http.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

/** What one of the programs beside this file prints. Its packages are where it runs. */
async function printed(program: string): Promise<unknown> {
  const child = spawn(join(bin, 'node'), ['--input-type=module', '-', url], { cwd: folder });
  child.stdin.end(readFileSync(join(import.meta.dirname, program)));
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, 'close');
  expect(child.exitCode, said).toBe(0);
  return JSON.parse(out);
}

it('clients of OpenAI on a newer Node are answered, in one piece and in many', async () => {
  const { answers, embeddings } = (await printed('openai.mjs')) as {
    answers: string[];
    embeddings: number[];
  };
  for (const answer of answers) expect(answer).toContain(WORDS);
  expect(new Set(answers).size).toBe(1);
  expect(embeddings).toEqual([256, 256]);
});

it('the second version of the client of the Model Context Protocol uses its tools', async () => {
  const { tools, content, resources } = (await printed('mcp.mjs')) as {
    tools: string[];
    content: { text: string }[];
    resources: number;
  };
  expect(tools).toContain('retrieve');
  expect(content[0]?.text).toContain(WORDS);
  expect(resources).toBe(2);
});

describe('the conformance suite of the Model Context Protocol', () => {
  it.each(['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'])(
    'finds nothing in %s',
    async (scenario) => {
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
      const args = ['server', '--url', `${url}/mcp`, '--scenario', scenario];
      const { stdout } = await promisify(execFile)(join(bin, 'conformance'), args, { env });
      expect(stdout).toMatch(/Passed: (\d+)\/\1, 0 failed/);
    },
  );
});

it('schemathesis finds no failure of the server, and no reply that the document does not describe', async () => {
  const checks = [
    ...['not_a_server_error', 'status_code_conformance', 'content_type_conformance'],
    ...['response_schema_conformance', 'unsupported_method'],
  ];
  const program = join(folder, 'python', 'bin', 'schemathesis');
  const bounded = ['--max-examples', '5', '--seed', '1', '--no-color'];
  const args = ['run', `${url}/openapi.json`, '--checks', checks.join(','), ...bounded];
  const own = ['-H', `Authorization: ${server.own.authorization}`];
  const child = spawn(program, [...args, ...own], { cwd: folder });
  const [out] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, 'close');
  expect(child.exitCode, out.slice(-20_000)).toBe(0);
});
