import { open, readFile, rename, rm } from 'node:fs/promises';
import { GibseyError } from '../../../domain/errors.js';
import type { MetricsSink } from '../../../ports/index.js';
import { familiesIn } from './families.js';

const READABLE_BY_ALL = 0o644; // the collector runs as another user

/**
 * A file for the textfile collector of the node exporter. It is written beside and renamed into place, so that
 * no scrape sees half of it. Its folder must exist.
 */
export function openTextfile({ path }: { path: string }): MetricsSink {
  return {
    name: `metrics file ${path}`,
    async write(exposition, { keep }) {
      const beside = `${path}.${process.pid}.tmp`; // not *.prom: not collected
      try {
        await written(beside, exposition + (await kept(path, exposition, keep)));
        await rename(beside, path);
      } catch (cause) {
        await rm(beside, { force: true }).catch(() => undefined); // the failure itself is what is told
        const { code = 'unknown failure' } = cause as NodeJS.ErrnoException;
        throw new GibseyError('SERVICE_UNREACHABLE', `${path} cannot be written: ${code}.`, {
          cause,
        });
      }
    },
  };
}

async function written(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', READABLE_BY_ALL);
  try {
    await file.chmod(READABLE_BY_ALL); // whatever the umask
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

async function kept(path: string, exposition: string, keep: readonly string[]): Promise<string> {
  if (keep.length === 0) return '';
  const now = familiesIn(exposition);
  const before = familiesIn(await readFile(path, 'utf8').catch(() => '')); // the first night has none
  return keep.map((name) => (now.has(name) ? '' : (before.get(name) ?? ''))).join('');
}
