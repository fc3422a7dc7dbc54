/** `npm test`: everything that needs no server. Arguments go to the test runner. */
import { ensureBuilt, ensureInstalled, run } from './lib/steps.mjs';

await ensureInstalled();
await ensureBuilt();
const projects = ['unit', 'contract', 'cli'].flatMap((name) => ['--project', name]);
await run(process.execPath, [
  'node_modules/vitest/vitest.mjs',
  'run',
  ...projects,
  ...process.argv.slice(2),
]);
