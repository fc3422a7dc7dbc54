import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GibseyError } from '../../domain/errors.js';

/** One numbered file; its text never changes once it is released. */
export interface Migration {
  /** File name without its ending, e.g. `0001-nightly`. */
  name: string;
  /** SHA-256 of the text, line ends normalised. */
  checksum: string;
  text: string;
}

export type AppliedMigration = Omit<Migration, 'text'>;

/** The migrations of a folder (numbered files that end in `.sql`, `.cql`…), in order. */
export function readMigrations(folder: URL, ending: string): Migration[] {
  const path = fileURLToPath(folder);
  const files = readdirSync(path).filter((file) => file.endsWith(ending));
  return files.sort().map((file) => {
    const text = readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(text).digest('hex');
    return { name: file.slice(0, -ending.length), checksum, text };
  });
}

/**
 * Those that the store at `location` still lacks, in order.
 * @throws STORE_TOO_NEW the store has one that this version does not know
 * @throws STORE_CORRUPT one was applied with another text, or out of order
 */
export function pendingMigrations(
  location: string,
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
): Migration[] {
  const checksums = new Map(applied.map(({ name, checksum }) => [name, checksum]));
  for (const { name } of applied) {
    if (!known.some((migration) => migration.name === name)) throw tooNew(location, name);
  }
  for (const { name, checksum } of known) {
    const was = checksums.get(name);
    if (was !== undefined && was !== checksum) throw changed(location, name);
  }
  const pending = known.filter(({ name }) => !checksums.has(name));
  const gap = pending.find((_, i) => pending[i] !== known[known.length - pending.length + i]);
  if (gap) throw changed(location, gap.name);
  return pending;
}

function tooNew(location: string, name: string): GibseyError {
  const message = `${location} has the migration ${name}, which this version of gibsey does not know.`;
  return new GibseyError('STORE_TOO_NEW', message);
}

function changed(location: string, name: string): GibseyError {
  const message = `${location} was not built by the migration ${name} of this version of gibsey.`;
  return new GibseyError('STORE_CORRUPT', message, {
    hint: 'run the gibsey that wrote the store, or move the store away and run gibsey ingest again',
  });
}
