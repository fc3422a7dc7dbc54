/** The published Java client of Stargate against the REST gateway, as it is. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serving, tokenOf, type Serving } from '../../support/serving.js';

const cache = process.env.GIBSEY_SERVICES_CACHE ?? join('.cache', 'services');

let server: Serving;
beforeAll(async () => void (server = await serving()));
afterAll(() => server.close());

it('logs in, writes, reads, pages and searches', async () => {
  const url = await server.http.listen({ port: 0, host: '127.0.0.1' });
  const { authorization } = await tokenOf(server.store, 'author');
  const token = authorization.replace('Bearer ', '');
  const program = join(import.meta.dirname, 'Client.java');
  const args = ['-cp', join(cache, 'gateway', 'lib', '*'), program, url, token];
  const { stdout } = await promisify(execFile)('java', args);
  const done = stdout.split('\n').flatMap((line) => (line.startsWith('> ') ? line.slice(2) : []));
  expect(done).toEqual([
    'keyspaces bronze gibsey gold silver',
    'exists true false',
    'table true false',
    'key [id]',
    'one Written from Java.',
    'changed Theirs Three',
    'found 1',
    'paged 3',
    'gone true',
  ]);
});
