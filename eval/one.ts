/** One evaluation, by its name; ends with what `EXIT` has for its outcome. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate, EXIT, type Evaluation } from './harness.js';

const name = process.argv[2];
const kind = existsSync(join(import.meta.dirname, `${name}.eval.ts`)) ? 'eval' : 'study';
const module = (await import(`./${name}.${kind}.ts`)) as { default: Evaluation };
process.exitCode = EXIT[await evaluate(module.default)];
