/** `npm run lint`: types, lint rules, import rules, formatting, unused code. */
import { run } from './lib/steps.mjs';

const tool = (path, ...args) => run(process.execPath, [`node_modules/${path}`, ...args]);

tool('typescript/bin/tsc', '--noEmit');
tool('eslint/bin/eslint.js', '.', '--max-warnings', '0');
tool('dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.cjs');
tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.');
tool('knip/bin/knip.js');
