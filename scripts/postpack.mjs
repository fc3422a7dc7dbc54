/** After `npm pack`: the installed dependencies are as they were. */
import { restoreBundled } from './lib/bundled.mjs';

restoreBundled();
