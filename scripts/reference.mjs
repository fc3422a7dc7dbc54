/**
 * `npm run reference`: writes what is generated from the code: the oclif manifest and the references of commands,
 * configuration and errors. With `--check`, compares instead and ends with 1 when something has drifted.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  commandsReference,
  configurationReference,
  errorsReference,
  manifest,
} from './lib/references.mjs';
import { ensureBuilt, ROOT } from './lib/steps.mjs';

await ensureBuilt();
const documents = {
  'oclif.manifest.json': await manifest(),
  'docs/commands.md': await commandsReference(),
  'docs/configuration.md': await configurationReference(),
  'docs/errors.md': await errorsReference(),
};
const drifted = Object.entries(documents).filter(([file, text]) => {
  const path = join(ROOT, file);
  return !existsSync(path) || readFileSync(path, 'utf8') !== text;
});
if (process.argv.includes('--check')) {
  for (const [file] of drifted)
    console.error(`${file} has drifted from the code: npm run reference`);
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of drifted) writeFileSync(join(ROOT, file), text);
}
