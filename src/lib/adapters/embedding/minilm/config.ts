import { CHUNKER } from '../../../algorithms/text/passages.js';
import type { Hash, Space } from '../../../domain/values.js';

export interface MiniLmOptions {
  /** Folder of the model files, as released in `models/all-MiniLM-L6-v2`. */
  modelDir: string;
  /** Worker threads, each with a copy of the weights (about 50 MB); default: physical cores, at most 4. */
  threads?: number;
  /** Calls of `embed` that may be under way at once; further ones are turned away. Default 1,000. */
  queueLimit?: number;
}

/** The files of this revision. Other bytes are another revision, and need another `REVISION`. */
export const FILES = {
  model: {
    name: 'minilm-w8a8.onnx',
    sha256: 'abd60d3c39cfa90c3b51c4b7d203ae138bc4e5b7bcc6b1aa8b726626ed74277f',
  },
  vocabulary: {
    name: 'vocab.txt',
    sha256: '07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3',
  },
} as const satisfies Record<string, { name: string; sha256: Hash }>;

const REVISION = 'w8a8-1';

export const DIMENSIONS = 384;

/** Tokens, [CLS] and [SEP] included, that the model was trained on. */
export const WINDOW = 256;

/** Vectors serve every purpose: the model knows no prefixes. */
export const SPACE: Space = {
  id: `all-MiniLM-L6-v2@${REVISION}/${CHUNKER}`,
  dimensions: DIMENSIONS,
};
