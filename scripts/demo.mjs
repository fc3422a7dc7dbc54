/** `npm run demo`, on a fresh clone with nothing but Node and npm: installs, builds, runs the sample night. */
import { ensureBuilt, ensureInstalled, run } from './lib/steps.mjs';

await ensureInstalled();
await ensureBuilt();
await run(process.execPath, ['bin/run.js', 'demo', ...process.argv.slice(2)]);
