import { Worker } from 'node:worker_threads';
import type { WorkerData } from './messages.js';

/**
 * Returns at once; the model is loaded with the first text. Built, the entry is JavaScript; run from source, it
 * is TypeScript and needs a loader in its own thread.
 */
export function startWorker(workerData: WorkerData): Worker {
  const options = { workerData, name: 'embedding' };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./worker.js', import.meta.url), options);
  }
  const entry = new URL('./worker.ts', import.meta.url);
  const loader = new URL('../../../../../scripts/worker-from-source.mjs', import.meta.url);
  return new Worker(loader, { ...options, argv: [entry.href] });
}
