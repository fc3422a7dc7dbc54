import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes what a stage is to read, below `folder`, unless it stands there already; returns its path. */
export function sampleFileBelow(folder: string, file: string, lines: readonly object[]): string {
  const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const path = join(folder, '.gibsey', 'sample', file);
  if (!existsSync(path) || readFileSync(path, 'utf8') !== content) {
    mkdirSync(join(folder, '.gibsey', 'sample'), { recursive: true });
    writeFileSync(path, content);
  }
  return path;
}
