/**
 * A process that embeds until a signal stops it, the way the command line does. Arguments: the model's folder, and
 * `warm` to load the model before it says that it is at work.
 */
import { openMiniLm } from '../../../src/lib/adapters/embedding/minilm/factory.js';
import { asGibseyError } from '../../../src/lib/domain/errors.js';

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());

const [modelDir = '', start] = process.argv.slice(2);
const embedder = await openMiniLm({ modelDir, threads: 2 });
try {
  if (start === 'warm') await embedder.embed(['the lamp', 'the fog'], { purpose: 'document' });
  const texts = Array<string>(10_000).fill('the fog came in over the harbour '.repeat(30));
  const embedded = embedder.embed(texts, { purpose: 'document', signal: controller.signal });
  console.log('at work');
  await embedded;
} catch (error) {
  process.exitCode = asGibseyError(error).exitCode;
} finally {
  await embedder.close();
}
