import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from './load.js';
import { readSmallFile } from './small-file.js';

const folder = mkdtempSync(join(tmpdir(), 'gibsey-config-'));
const MEGABYTE = 2 ** 20;

test('a file is read whole, and anew each time', () => {
  const path = join(folder, 'whole.json');
  for (const content of ['', '{"é": "😀"}', 'x'.repeat(200_000), ' '.repeat(4 * MEGABYTE)]) {
    writeFileSync(path, content);
    expect(readSmallFile(path)).toBe(content);
  }
});

test('what is too large is refused', () => {
  const path = join(folder, 'large.json');
  writeFileSync(path, ' '.repeat(4 * MEGABYTE + 1));
  expect(() => readSmallFile(path)).toThrow('it is larger than 4 MB');
});

test.each([
  ['/dev/zero', 'it is a device'],
  ['/dev/null', 'it is a device'],
  [folder, 'it is a folder'],
])('%s is no configuration', (file, reason) => {
  const load = () => loadConfig({ file, cwd: folder, env: {} });
  expect(load).toThrow(`${file} cannot be read: ${reason}`);
  expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});
