import { SHARE_ENV, Worker, type WorkerOptions } from 'node:worker_threads';
import type { WorkerData } from './messages.js';

/**
 * Returns at once; the model is loaded with the first text. Built, the entry is JavaScript; run from source, it
 * is TypeScript and needs a loader in its own thread. The environment is shared, since native code reads that of the
 * process.
 */
export function startWorker(workerData: WorkerData): Worker {
  const options: WorkerOptions = { workerData, name: 'embedding', env: SHARE_ENV };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./worker.js', import.meta.url), options);
  }
  const entry = new URL('./worker.ts', import.meta.url);
  const loader = new URL('../../../../../scripts/worker-from-source.mjs', import.meta.url);
  return new Worker(loader, { ...options, argv: [entry.href] });
}
