import type { ChildProcess } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gibsey, temporaryFolder, type Outcome } from '../support/cli.js';
import { epub } from '../support/zip.js';

const MIB = 2 ** 20;
/** The most that a process may hold, whatever it is given to read. */
const MOST_MIB = 500;
const SENTENCE = 'The tide went out over the flats. ';
/** So much of it, of one part again and again. */
const filled = (part: string, bytes: number) => part.repeat(Math.ceil(bytes / part.length));

const folder = temporaryFolder();

/** Highest resident set of a living process, MiB. */
function watchMemory(child: ChildProcess): () => number {
  let most = 0;
  const look = setInterval(() => {
    try {
      const [, kib = '0'] =
        /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      most = Math.max(most, Number(kib) / 1024);
    } catch {
      clearInterval(look);
    }
  }, 20);
  child.once('exit', () => clearInterval(look));
  return () => most;
}

async function ingest(what: 'pages' | 'conversations', file: string) {
  let memory = () => 0;
  const outcome = await gibsey(['ingest', what, join(folder, file)], {
    cwd: temporaryFolder(),
    started: (child) => void (memory = watchMemory(child)),
  });
  expect(memory()).toBeGreaterThan(10);
  return { ...outcome, mib: memory() };
}

function bomb(): Buffer {
  const chapter = `<p>${filled(SENTENCE, 50 * MIB)}</p>`;
  const names = Array.from({ length: 8 }, (_, i) => `c${i}.xhtml`);
  return epub({
    chapters: {
      'good.xhtml': '<p>It came in.</p>',
      ...Object.fromEntries(names.map((n) => [n, chapter])),
    },
  });
}

const FILES: Record<string, () => string | Uint8Array> = {
  'bomb.epub': bomb,
  'line.txt': () => filled(SENTENCE, 50 * MIB),
  'words.txt': () => filled('a\n', 3 * MIB),
  'headings.md': () => filled('# a\n\nb\n', 7 * MIB),
  'blocks.html': () => filled('<p>a', 15 * MIB),
  'attributes.html': () => `<p ${Array.from({ length: 10 ** 6 }, (_, i) => `a${i}=1`).join(' ')}>x`,
  'deep.html': () => filled('<div>', 15 * MIB),
  'line.jsonl': () => `{"body":"One."}\n{"body":"${'y'.repeat(50 * MIB)}"}\n{"body":"Two."}\n`,
  'deep.json': () => filled('[', 15 * MIB),
  'large.jsonl': () =>
    Array.from(
      { length: 50 },
      (_, i) => `{"id":"p${i}","body":"${filled(SENTENCE, 3 * MIB)}"}\n`,
    ).join(''),
  'record.csv': () => `text\nOne\n"${'y'.repeat(50 * MIB)}"\nTwo\n`,
};

beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content());
  writeFileSync(join(folder, 'huge.txt'), '');
  truncateSync(join(folder, 'huge.txt'), 2 ** 31);
}, 600_000);

describe('input that was made to fill the memory', () => {
  it.each([
    ['pages', 'bomb.epub', /c0\.xhtml unpacks to more than 16 MiB \(to 50 MiB\)/],
    ['pages', 'line.txt', /larger than 16 MiB, .* \(it has 50 MiB\): split it/],
    ['pages', 'huge.txt', /larger than 16 MiB, .* \(it has 2048 MiB\): split it/],
    ['pages', 'headings.md', /more than 100,000 headings/],
    ['pages', 'attributes.html', /more than 1000 attributes/],
    ['pages', 'deep.html', /deeper than 2000/],
    ['pages', 'line.jsonl', /:2\s+the line is longer than 4 MiB \(it has 50 MiB\)/],
    ['pages', 'deep.json', /the record is longer than 4 MiB/],
    ['conversations', 'record.csv', /:3\s+the line is longer than 1 MiB \(it has 50 MiB\)/],
  ] as const)('%s: %s is refused with its limit', async (what, file, reason) => {
    const { code, stdout, mib } = await ingest(what, file);
    expect([code, stdout]).toEqual([3, expect.stringMatching(reason)]);
    expect(mib).toBeLessThan(MOST_MIB);
  });

  it.each(['words.txt', 'blocks.html', 'large.jsonl'])('%s is read', async (file) => {
    const { code, stderr, mib } = await ingest('pages', file);
    expect([0, 3], stderr).toContain(code);
    expect(mib).toBeLessThan(MOST_MIB);
  });
});

describe('a reading that is told to stop', () => {
  /** Time from the signal to the end, ms: on a machine with nothing else to do, well below a second. */
  async function stopped(args: readonly string[], input?: (child: ChildProcess) => void) {
    let signalled = 0;
    const outcome: Outcome = await gibsey(args, {
      cwd: temporaryFolder(),
      started: (child) => {
        input?.(child);
        child.stderr?.once('data', () =>
          setTimeout(() => {
            signalled = performance.now();
            child.kill('SIGTERM');
          }, 500),
        );
      },
    });
    return { ...outcome, ms: performance.now() - signalled };
  }

  it.each(['blocks.html', 'words.txt'])('in the middle of %s ends at once', async (file) => {
    const { code, stderr, ms } = await stopped(['ingest', 'pages', '--force', join(folder, file)]);
    expect([code, stderr]).toEqual([130, expect.stringContaining('Stopped on request')]);
    expect(ms).toBeLessThan(15_000);
  });
});
