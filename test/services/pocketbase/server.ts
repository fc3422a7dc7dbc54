import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';

const run = promisify(execFile);
const script = (name: string) => new URL(`./${name}.sh`, import.meta.url).pathname;
/** The first start on a machine builds the server. */
const FIRST_START_MS = 900_000;

export const SUPERUSER = { identity: 'night@example.org', password: 'a-long-password' } as const;

/** A real PocketBase for the tests of a file; its address is known once they run. */
export function pocketBase(): { url: string } {
  const server = { url: '' };
  beforeAll(async () => {
    const { stdout } = await run(script('start'));
    server.url = /POCKETBASE_URL=(\S+)/.exec(stdout)?.[1] ?? '';
  }, FIRST_START_MS);
  afterAll(async () => {
    await run(script('stop'));
  });
  return server;
}
