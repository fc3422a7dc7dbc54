/**
 * Embedding pages, tokenizer included, loading not: two worker threads against onnxruntime in Python with the same
 * file, texts one by one, with its default threads and with one. sentence-transformers is not in the field: it
 * brings PyTorch, gigabytes that a race should not install.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA } from '../eval/harness.js';
import { FILES } from '../src/lib/adapters/embedding/minilm/config.js';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { hasPython, python, timed, type Contender, type Race } from './harness.js';

const PAGES = join(DATA, 'pages.jsonl');
const MODEL_DIR = join(import.meta.dirname, '../models/all-MiniLM-L6-v2');
/** Every seventh page: 99 laps of the model are enough for a steady ratio. */
const STEP = 7;

const races: Race[] = [{ name: 'embed 99 pages, cut at 256 tokens', rounds: 5, contenders: field }];
if (!existsSync(PAGES)) console.log('embedding: skipped, no pages.jsonl (set GIBSEY_DATA)');
export default existsSync(PAGES) ? races : [];

async function field(): Promise<Contender[]> {
  const lines = readFileSync(PAGES, 'utf8').trimEnd().split('\n');
  const texts = lines
    .filter((_, i) => i % STEP === 0)
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const embedder = await openMiniLm({ modelDir: MODEL_DIR, threads: 2 });
  const ours = {
    name: 'gibsey, 2 threads',
    run: () => timed(() => embedder.embed(texts, { purpose: 'document' })),
  };
  if (hasPython()) return [ours, ...peers(texts)];
  console.log('onnxruntime in Python: skipped, run bench/python/setup.sh');
  return [ours];
}

function peers(texts: readonly string[]): Contender[] {
  const file = join(mkdtempSync(join(tmpdir(), 'gibsey-race-')), 'texts.json');
  writeFileSync(file, JSON.stringify(texts));
  const [model, vocabulary] = [FILES.model, FILES.vocabulary].map(({ name }) =>
    join(MODEL_DIR, name),
  ) as [string, string];
  const peer = (name: string, threads: string) => ({
    name: `onnxruntime in Python, ${name}`,
    run: async () => python('embedding.py', [model, vocabulary, file, threads]),
  });
  return [peer('default threads', '0'), peer('1 thread', '1')];
}
