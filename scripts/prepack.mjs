/** `npm pack`, on a fresh clone: installs, builds, and readies the dependencies that travel in the package. */
import { trimBundled } from './lib/bundled.mjs';
import { ensureBuilt, ensureInstalled } from './lib/steps.mjs';

await ensureInstalled();
await ensureBuilt();
trimBundled();
