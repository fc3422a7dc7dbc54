/**
 * Runs a TypeScript worker entry while gibsey runs from its sources, in tests and bin/dev.js: a worker thread
 * does not inherit the loader of its parent. Argument: URL of the entry. The package does not contain this file.
 */
import { tsImport } from 'tsx/esm/api';

await tsImport(process.argv[2], import.meta.url);
