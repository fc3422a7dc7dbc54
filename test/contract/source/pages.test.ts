import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openPages } from '../../../src/lib/adapters/sources/book/factory.js';
import { epub } from '../../support/zip.js';
import { type Scenario, sourceContract } from './contract.js';
import { fixedClock, inChunks, writeFiles } from './reading.js';

const TEXT = 'CHAPTER 1. Ebb.\n\nThe tide went out.\n\nCHAPTER 2. Flood.\n\nThe tide came in.\n';
const MARKDOWN = '# Ebb\n\nThe tide went out.\n\n# Flood\n\nThe tide came in.\n';
const HTML = '<h2>Ebb</h2><p>The tide went out.<h2>Flood</h2><p>The tide came in.';
const CHAPTERS = { 'ebb.xhtml': '<p>The tide went out.</p>', 'flood.xhtml': '<p>It came in.</p>' };
const LOCKED = { name: 'OEBPS/ebb.xhtml', content: 'x', claimed: { encrypted: true } };
const ROWS = ['{"id":"a","body":"The tide went out."}', '{"id":"b","text":"It came in.","moon":1}'];
const JSONL = `${ROWS.join('\n')}\n`;
const LATIN1 = Buffer.from('Die Flut war hoch.\nUnd k\u00fchl.', 'latin1');

/** Kind, its whole input by path, its damaged one, and how many pages of that are good. */
type Files = Record<string, string | Uint8Array>;
const KINDS: [string, Files, Files, number][] = [
  ['text', { 'tide.txt': TEXT }, { 'tide.txt': LATIN1 }, 0],
  ['Markdown', { 'tide.md': MARKDOWN }, { 'tide.md': '---\nposition: two\n---\nText.' }, 0],
  ['HTML', { 'tide.html': HTML }, { 'tide.html': LATIN1 }, 0],
  [
    'EPUB',
    { 'tide.epub': epub({ chapters: CHAPTERS }) },
    { 'tide.epub': epub({ chapters: CHAPTERS, extra: [LOCKED] }) },
    1,
  ],
  ['JSON Lines', { 'tide.jsonl': JSONL }, { 'tide.jsonl': `${JSONL}{"id":\n` }, 2],
  ['JSON', { 'tide.json': `[${ROWS.join()}]` }, { 'tide.json': `[${ROWS.join()},{"id":1}]` }, 2],
  [
    'folder',
    { 'a/tide.txt': TEXT, 'b.md': MARKDOWN, 'c.jsonl': JSONL },
    { 'a/tide.txt': LATIN1, 'b.md': MARKDOWN, 'c.jsonl': `[]\n${JSONL}` },
    4,
  ],
];

for (const [name, whole, damaged, goodPages] of KINDS) {
  const folders: string[] = [];
  const place = (files: Record<string, string | Uint8Array>): string => {
    const folder = writeFiles(files);
    folders.push(folder);
    return name === 'folder' ? folder : join(folder, Object.keys(files)[0] ?? '');
  };
  let path: string | undefined;
  sourceContract({
    name,
    goodPages,
    async open(scenario: Scenario) {
      const at = scenario === 'damaged' ? place(damaged) : (path ??= place(whole));
      const source = await openPages({ path: at, name: 'tide', clock: fixedClock });
      if (scenario === 'unreadable') rmSync(at, { recursive: true });
      return source;
    },
    close() {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
      path = undefined;
    },
  });
}

sourceContract({
  name: 'standard input',
  goodPages: 2,
  open(scenario) {
    const broken = new Readable({ read: () => broken.destroy(new Error('EIO: i/o error')) });
    const content = scenario === 'damaged' ? `${JSONL}[1]\n` : JSONL;
    const stdin = scenario === 'unreadable' ? broken : inChunks(content, 7);
    return openPages({ path: '-', stdin, clock: fixedClock });
  },
  close: () => undefined,
});
