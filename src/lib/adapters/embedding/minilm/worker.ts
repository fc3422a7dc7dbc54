/**
 * Entry of a worker thread. It loads the model with its first text and ends in one way only: it is told to
 * close, frees the model, and lets go of its port. Ending the thread from outside while the model runs would
 * abort the whole process.
 */
import { on } from 'node:events';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerData } from './messages.js';
import { Session } from './session.js';

if (parentPort !== null) await serve(parentPort, workerData as WorkerData);

async function serve(port: MessagePort, { modelFile, cores }: WorkerData): Promise<void> {
  let session: Session | undefined;
  for await (const [message] of on(port, 'message') as AsyncIterable<[ToWorker]>) {
    if (message.type === 'close') break;
    try {
      session ??= await Session.open(modelFile, cores);
      const vector = await session.embed(message.ids);
      port.postMessage({ type: 'vector', vector } satisfies FromWorker, [
        vector.buffer as ArrayBuffer,
      ]);
    } catch (error) {
      port.postMessage({ type: 'failed', reason: String(error) } satisfies FromWorker);
    }
  }
  await session?.close();
  port.close();
}
