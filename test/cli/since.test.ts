import { beforeAll, describe, expect, it } from 'vitest';
import { gibsey, gibseyJson } from '../support/cli.js';
import { Nights } from '../support/nights.js';

interface Since {
  since: { number: number; run_id: string } | null;
  published: { number: number } | null;
  clusters: {
    cluster_id: number;
    lineage: string;
    pages_before: number;
    pages: number;
    pages_came: number;
    pages_left: number;
    summary: string;
  }[];
}

/** Two nights of one book; the second one found pages that changed, went and came. */
describe('status --since', () => {
  const nights = new Nights();
  let cwd = '';
  beforeAll(async () => {
    await nights.prepare();
    cwd = nights.due();
    expect((await gibsey(['nightly'], { cwd })).code).toBe(0);
  }, 60_000);

  const since = async (when: string) =>
    (await gibseyJson<Since>(['status', '--since', when], { cwd })).json;

  it('shows what became of each cluster, in a table of 80 columns and as data', async () => {
    const { code, stdout } = await gibsey(['status', '--since', '1'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^From generation 1, .+, to generation 2, /);
    expect(stdout).toMatch(/^ {2}id +title +since then +pages +summary$/m);
    expect(stdout).toMatch(/^ {2}#\d+ .+ continued +5 → \d +renewed$/m);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    const { clusters, ...rest } = await since('1');
    expect(rest).toMatchObject({ since: { number: 1 }, published: { number: 2 } });
    const continued = clusters.filter(({ lineage }) => lineage === 'continued');
    expect(continued.length).toBeGreaterThan(0);
    for (const { pages_before, pages, pages_came, pages_left } of continued)
      expect(pages_before + pages_came - pages_left).toBe(pages);
    const came = clusters.reduce((sum, each) => sum + (each.pages ?? 0), 0);
    expect(came).toBe(30); // 20 pages, 2 went, 12 came
  });

  it('means the same by a run, and nothing before the first night', async () => {
    const first = await since('1');
    expect(await since(first.since!.run_id)).toEqual(first);
    const all = await since('yesterday');
    expect(all.since).toBeNull();
    expect(new Set(all.clusters.map(({ lineage }) => lineage))).toEqual(new Set(['new']));
  });

  it('says so when nothing has changed, or nothing was published at all', async () => {
    const { json } = await gibseyJson<{ run_id: string }>(['nightly'], { cwd });
    const unchanged = await gibsey(['status', '--since', json.run_id], { cwd });
    expect(unchanged.stdout).toMatch(/^Nothing has changed since generation 2, .+\.\n$/);
    const empty = { cwd: nights.fresh() };
    await gibsey(['migrate'], empty);
    const none = await gibsey(['status', '--since', 'yesterday'], empty);
    expect([none.code, none.stdout]).toEqual([0, 'Nothing is published yet: gibsey nightly\n']);
  });

  it.each([
    ['last week', 'USAGE'],
    ['2999-01-01', 'USAGE'],
    ['01JD8XJ4V3N8Q5W2R7T9Y1Z3B6', 'NOT_FOUND'],
  ])('%s: %s', async (when, code) => {
    const outcome = await gibseyJson<{ error: { code: string } }>(['status', '--since', when], {
      cwd,
    });
    expect([outcome.code, outcome.json.error.code]).toEqual([2, code]);
  });

  it('names a night that was pruned', async () => {
    const folder = nights.due();
    const env = { GIBSEY_GENERATIONS_KEEP: '2' };
    await gibsey(['nightly'], { cwd: folder, env });
    await gibsey(['nightly', '-k', '3'], { cwd: folder, env });
    const { code, stderr } = await gibsey(['status', '--since', '2'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/pruned; generation 2 is the oldest.*\n {2}gibsey status --since 1\n$/);
  });
});
