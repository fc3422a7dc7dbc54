/** src → dist: compiled modules, and beside them the files that they read (SQL, CQL, WebAssembly…); web → dist/web. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { files, ROOT, run } from './lib/steps.mjs';

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
for (const file of files('src').filter((name) => !name.endsWith('.ts'))) {
  const target = join(ROOT, file.replace(/^src/, 'dist'));
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(ROOT, file), target);
}
await run(process.execPath, [
  'node_modules/vite/bin/vite.js',
  'build',
  '--config',
  'web/vite.config.mjs',
  '--logLevel',
  'warn',
]);
