import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';

const run = promisify(execFile);
const script = (name: string) => new URL(`./${name}.sh`, import.meta.url).pathname;
/** The first start on a machine makes the small model. */
const FIRST_START_MS = 900_000;

/** A real Ollama for the tests of a file; its address is known once they run. */
export function ollamaHost(): { address: string } {
  const host = { address: '' };
  beforeAll(async () => {
    const { stdout } = await run(script('start'));
    host.address = /OLLAMA_HOST=(\S+)/.exec(stdout)?.[1] ?? '';
  }, FIRST_START_MS);
  afterAll(async () => {
    await run(script('stop'));
  });
  return host;
}
