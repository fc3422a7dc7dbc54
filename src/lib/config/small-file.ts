import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** People write configuration files; what is larger is none, or never ends. */
const LONGEST_BYTES = 4 * 2 ** 20;
const CHUNK_BYTES = 65_536;

/** What came out of pipes: they give it once, and a command may look at its configuration more often. */
const piped = new Map<string, string>();

/**
 * The whole of a file in UTF-8. A pipe will do, such as /dev/stdin; a device will not.
 * @throws Error when it is too large or a device; what the file system throws
 */
export function readSmallFile(file: string): string {
  const known = piped.get(file);
  if (known !== undefined) return known;
  const descriptor = openSync(file, 'r');
  try {
    const found = fstatSync(descriptor);
    if (found.isCharacterDevice() || found.isBlockDevice()) throw new Error('it is a device');
    const content = contentOf(descriptor);
    if (found.isFIFO()) piped.set(file, content);
    return content;
  } finally {
    closeSync(descriptor);
  }
}

function contentOf(descriptor: number): string {
  const chunks: Buffer[] = [];
  for (let bytes = 0; ;) {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const read = readSync(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks).toString('utf8');
    chunks.push(chunk.subarray(0, read));
    bytes += read;
    if (bytes > LONGEST_BYTES) throw new Error(`it is larger than ${LONGEST_BYTES / 2 ** 20} MB`);
  }
}
