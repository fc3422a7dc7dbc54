import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, temporaryFolder, type RunOptions } from '../support/cli.js';
import { jsonLines, sampleBook } from '../support/book.js';

interface Clusters {
  algorithm: string;
  k: number;
  noise: number;
  clusters: { cluster_id: number; size: number }[];
  assignments: { id: string; cluster_id: number }[];
  stages: { name: string; processed: number; skipped: number }[];
}

const book = sampleBook(7);
const write = (cwd: string, pages: number) =>
  writeFileSync(join(cwd, 'book.jsonl'), jsonLines(book.slice(0, pages)));
const clustered = async (args: readonly string[], at: RunOptions) =>
  (await gibseyJson<Clusters>(['cluster', '--assignments', ...args], at)).json;

describe.each([
  ['minibatch-kmeans', ['--algorithm', 'minibatch-kmeans', '-k', '4']],
  ['graph', ['--algorithm', 'graph', '-k', '4']],
  ['k auto', ['-k', 'auto']],
  ['hdbscan', ['--algorithm', 'hdbscan', '--min-cluster-size', '4']],
  ['dbscan', ['--algorithm', 'dbscan', '--eps', '0.4', '--min-samples', '3']],
])('%s', (_, flags) => {
  const cwd = temporaryFolder();
  const at: RunOptions = { cwd };
  const ingest = () => gibsey(['ingest', 'pages', 'book.jsonl'], at);

  it('is published, unchanged the second time, and keeps its ids when a page comes', async () => {
    write(cwd, 27);
    expect((await ingest()).code).toBe(0);
    expect((await gibsey(['nightly', ...flags], at)).code).toBe(0);
    const first = await clustered(flags, at);
    expect(first.stages).toMatchObject([{ name: 'cluster', processed: 0, skipped: 1 }]);
    expect(first.clusters).toHaveLength(first.k);
    expect(first.k).toBeGreaterThan(1);
    expect(first.noise + first.assignments.length).toBe(27);
    write(cwd, 28);
    await ingest();
    expect((await gibsey(['embed'], at)).code).toBe(0);
    const next = await clustered(flags, at);
    expect(next.noise + next.assignments.length).toBe(28);
    const now = new Map(next.assignments.map(({ id, cluster_id }) => [id, cluster_id]));
    const kept = first.assignments.filter(({ id, cluster_id }) => now.get(id) === cluster_id);
    expect(kept.length / first.assignments.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe('where all is noise', () => {
  const at: RunOptions = { cwd: temporaryFolder() };

  it('a night has no clusters, says so, and the next one finds some', async () => {
    write(at.cwd, 8);
    await gibsey(['ingest', 'pages', 'book.jsonl'], at);
    const strict = ['--algorithm', 'dbscan', '--min-samples', '20'];
    expect((await gibsey(['nightly', ...strict], at)).code).toBe(0);
    expect(await clustered(strict, at)).toMatchObject({ k: 0, noise: 8, clusters: [] });
    const { stdout } = await gibsey(['cluster', ...strict], at);
    expect(stdout).toContain('8 in none');
    expect((await gibsey(['nightly', '-k', '2'], at)).code).toBe(0);
    expect(await clustered(['-k', '2'], at)).toMatchObject({ k: 2, noise: 0 });
  });
});

describe('what no algorithm takes', () => {
  const at: RunOptions = { cwd: temporaryFolder() };

  it.each([
    [['--algorithm', 'magic']],
    [['-k', 'many']],
    [['-k', '0']],
    [['--eps', '3']],
    [['--eps', 'x']],
    [['--min-samples', '0']],
    [['--min-cluster-size', '1']],
  ])('%j is refused', async (flags) => {
    expect((await gibsey(['cluster', ...flags], at)).code).toBe(2);
  });
});
