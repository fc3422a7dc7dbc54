/** One evaluation, by its name; ends with what `EXIT` has for its outcome. */
import { evaluate, EXIT, type Evaluation } from './harness.js';

const module = (await import(`./${process.argv[2]}.eval.ts`)) as { default: Evaluation };
process.exitCode = EXIT[await evaluate(module.default)];
