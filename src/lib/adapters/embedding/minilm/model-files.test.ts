import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FILES } from './config.js';
import { readModelFiles } from './model-files.js';

const SHIPPED = join(import.meta.dirname, '../../../../../models/all-MiniLM-L6-v2');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gibsey-model-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('readModelFiles', () => {
  it('accepts the shipped files', async () => {
    const { model, vocabulary } = await readModelFiles(SHIPPED);
    expect(model).toBe(join(SHIPPED, FILES.model.name));
    expect(vocabulary).toHaveLength(30_522);
    expect(vocabulary.slice(100, 104)).toEqual(['[UNK]', '[CLS]', '[SEP]', '[MASK]']);
  });

  it('names the file that is missing', async () => {
    await expect(readModelFiles(folder)).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: expect.stringContaining(join(folder, FILES.model.name)) as string,
    });
  });

  it('names the file that is damaged', async () => {
    await copyFile(join(SHIPPED, FILES.model.name), join(folder, FILES.model.name));
    const bytes = await readFile(join(SHIPPED, FILES.vocabulary.name));
    bytes[5000]! ^= 1;
    await writeFile(join(folder, FILES.vocabulary.name), bytes);
    await expect(readModelFiles(folder)).rejects.toMatchObject({
      code: 'MODEL_CORRUPT',
      message: expect.stringContaining(FILES.vocabulary.name) as string,
    });
  });

  it('agrees with the SHA256SUMS beside the files', async () => {
    const sums = await readFile(join(SHIPPED, 'SHA256SUMS'), 'utf8');
    const expected = Object.values(FILES).map(({ name, sha256 }) => `${sha256}  ${name}\n`);
    expect(sums).toBe(expected.join(''));
  });
});
