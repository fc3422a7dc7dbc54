import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

export class Worker {
  readonly process: ChildProcess;
  /** Resolves when the process has gone; rejects with what it said on stderr when it failed. */
  readonly ended: Promise<void>;
  private out = '';
  private err = '';

  constructor(task: string, path: string, name: string) {
    const args = ['--import', 'tsx', WORKER, task, path, name];
    this.process = spawn(process.execPath, args, { stdio: 'pipe' });
    this.process.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((resolve, reject) => {
      this.process.on('close', (code) => (code ? reject(new Error(this.err)) : resolve()));
    });
  }

  /** What it has said so far, a value for each whole line. */
  said(): unknown[] {
    return this.out
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line));
  }

  async hasSaid(count: number): Promise<void> {
    while (this.said().length < count) await Promise.race([delay(5), this.ended]);
  }

  go(): void {
    this.process.stdin?.write('go\n');
  }
}

/** Runs `count` processes that begin together; what each of them answered. */
export async function together<T>(count: number, task: string, path: string): Promise<T[]> {
  const workers = Array.from({ length: count }, (_, i) => new Worker(task, path, `w${i}`));
  await Promise.all(workers.map((worker) => worker.hasSaid(1)));
  for (const worker of workers) worker.go();
  await Promise.all(workers.map(({ ended }) => ended));
  return workers.map((worker) => worker.said().at(-1) as T);
}
