import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { WordPiece } from '../../../algorithms/text/wordpiece.js';
import type { Embedder } from '../../../ports/index.js';
import { SPACE, WINDOW, type MiniLmOptions } from './config.js';
import { readModelFiles } from './model-files.js';
import { Pool } from './pool.js';
import { remembering } from './remembering.js';
import { startWorker } from './start-worker.js';
import { EmbeddingThread } from './thread.js';

const MOST_THREADS = 4;
const QUEUE_LIMIT = 1000;
/** Of the model that is asked first; measured with two, see docs/decisions/0008. */
const QUICK_CORES = 2;
/** Questions whose vectors are remembered: 1.5 KB each, and the text. */
const RECENT = 500;

/**
 * all-MiniLM-L6-v2 in this process: mean of the token vectors at unit length, 384 dimensions, window 256 tokens.
 * Opening verifies the files; the runtime and the weights are loaded with the first text. The empty text has a
 * vector, too: that of [CLS] and [SEP]. Texts that were lately embedded alone, as questions are, are remembered.
 * @throws MODEL_MISSING, MODEL_CORRUPT
 */
export async function openMiniLm(options: MiniLmOptions): Promise<Embedder> {
  const { model, vocabulary } = await readModelFiles(options.modelDir);
  const tokenizer = new WordPiece(vocabulary);
  const threads = options.threads ?? Math.min(physicalCores(), MOST_THREADS);
  const pool = new Pool({
    // The first one takes a question that comes alone, and is done with it sooner; the others come for many texts.
    startThread: (running) => {
      const cores = running === 0 ? Math.min(QUICK_CORES, threads) : 1;
      return new EmbeddingThread(startWorker({ modelFile: model, cores }));
    },
    threads,
    queueLimit: options.queueLimit ?? QUEUE_LIMIT,
    encode: (text) => tokenizer.encode(text, WINDOW),
  });
  const asker = remembering(pool, RECENT);
  return {
    space: SPACE,
    window: WINDOW,
    countTokens: (text) => tokenizer.count(text),
    embed: (texts, { signal }) => asker.embed(texts, signal),
    close: () => asker.close(),
  };
}

/** Two hyper-threads of one core share its arithmetic units; a second session on them gains nothing. */
function physicalCores(): number {
  const cores = availableParallelism();
  return hyperThreaded() ? Math.max(1, cores >> 1) : cores;
}

/** Linux says so; on Apple's processors there are none. */
function hyperThreaded(file = '/sys/devices/system/cpu/smt/active'): boolean {
  return existsSync(file) && readFileSync(file, 'utf8').trim() === '1';
}
