/** `npm run lint`: types, lint rules, import rules, formatting, unused code. */
import { run } from './lib/steps.mjs';

const tool = (path, ...args) => run(process.execPath, [`node_modules/${path}`, ...args]);

await tool('typescript/bin/tsc', '--noEmit');
await tool('typescript/bin/tsc', '--noEmit', '-p', 'web');
await tool('eslint/bin/eslint.js', '.', '--max-warnings', '0');
await tool(
  'dependency-cruiser/bin/dependency-cruise.mjs',
  'src',
  '--config',
  '.dependency-cruiser.cjs',
);
await tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.');
await tool('knip/bin/knip.js');
