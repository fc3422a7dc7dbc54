import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GibseyError } from '../../../domain/errors.js';
import { FILES } from './config.js';

export interface ModelFiles {
  /** Path of the ONNX file. */
  model: string;
  /** Pieces by id. */
  vocabulary: string[];
}

/**
 * Reads the model's files and holds them against the bytes of the release.
 * @throws MODEL_MISSING, MODEL_CORRUPT
 */
export async function readModelFiles(modelDir: string): Promise<ModelFiles> {
  await readVerified(modelDir, FILES.model); // one after the other: the same fault is told each time
  const vocabulary = await readVerified(modelDir, FILES.vocabulary);
  return {
    model: join(modelDir, FILES.model.name),
    vocabulary: vocabulary.toString('utf8').trimEnd().split('\n'),
  };
}

async function readVerified(folder: string, file: { name: string; sha256: string }) {
  const path = join(folder, file.name);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new GibseyError('MODEL_MISSING', `The embedding model cannot be read: ${path}`, {
      cause,
    });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === file.sha256) return bytes;
  throw new GibseyError(
    'MODEL_CORRUPT',
    `${path} is damaged: its SHA-256 begins with ${found.slice(0, 12)}, not ${file.sha256.slice(0, 12)}.`,
  );
}
