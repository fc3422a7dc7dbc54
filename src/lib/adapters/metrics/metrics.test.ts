import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpSink } from '../../../../test/fixtures/notify/http-sink.js';
import { openPushgateway } from './pushgateway/factory.js';
import { openTextfile } from './textfile/factory.js';
import { familiesIn } from './textfile/families.js';

const signal = new AbortController().signal;
const LAST = '# HELP last When.\n# TYPE last gauge\nlast 7\n';
const OTHER = '# HELP other What.\n# TYPE other gauge\nother{a="last 1"} 1\n';

describe('textfile', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'gibsey-textfile-'));

  it('replaces the file whole, readable by all, and leaves nothing beside it', async () => {
    const path = join(folder(), 'gibsey.prom');
    const sink = openTextfile({ path });
    await sink.write(LAST + OTHER, { keep: [], signal });
    await sink.write(OTHER, { keep: [], signal });
    expect(readFileSync(path, 'utf8')).toBe(OTHER);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(readdirSync(join(path, '..'))).toEqual(['gibsey.prom']);
  });

  it('keeps a family that is missing now, and only then', async () => {
    const path = join(folder(), 'gibsey.prom');
    const sink = openTextfile({ path });
    await sink.write(OTHER, { keep: ['last'], signal }); // the first night: there is nothing to keep
    expect(readFileSync(path, 'utf8')).toBe(OTHER);
    await sink.write(LAST, { keep: [], signal });
    await sink.write(OTHER, { keep: ['last'], signal });
    expect(readFileSync(path, 'utf8')).toBe(OTHER + LAST);
    await sink.write(LAST.replace('7', '8'), { keep: ['last'], signal });
    expect(readFileSync(path, 'utf8')).toBe(LAST.replace('7', '8'));
  });

  it('names the file that cannot be written, and leaves the old one', async () => {
    const path = join(folder(), 'missing', 'gibsey.prom');
    await expect(openTextfile({ path }).write(LAST, { keep: [], signal })).rejects.toThrow(
      `${path} cannot be written: ENOENT.`,
    );
    const taken = folder();
    await expect(openTextfile({ path: taken }).write(LAST, { keep: [], signal })).rejects.toThrow(
      /cannot be written: E/,
    );
    expect(existsSync(`${taken}.${process.pid}.tmp`)).toBe(false);
  });

  it('reads families as Prometheus writes them', () => {
    const text = 'a 1\na_seconds{x="y"} 2\n\n# a comment\n# TYPE a gauge\n';
    expect([...familiesIn(text)]).toEqual([
      ['a', 'a 1\n# TYPE a gauge\n'],
      ['a_seconds', 'a_seconds{x="y"} 2\n'],
    ]);
  });
});

describe('pushgateway', () => {
  const pushed = async (path: string, instance: string, keep: string[]) => {
    const sink = await httpSink(() => ({ status: 202, body: '' }));
    const url = sink.url.replace('://', '://ops:pa%40ss@') + path;
    await openPushgateway({ url, instance }).write(OTHER, { keep, signal });
    await sink.close();
    return sink.received[0]!;
  };

  it.each([
    { path: '', instance: 'n1', keep: [], method: 'PUT', at: '/metrics/job/gibsey/instance/n1' },
    {
      path: '/push/',
      instance: 'a b?',
      keep: ['last'],
      method: 'POST',
      at: '/push/metrics/job/gibsey/instance/a%20b%3F',
    },
    {
      path: '/',
      instance: 'a/b',
      keep: [],
      method: 'PUT',
      at: '/metrics/job/gibsey/instance@base64/YS9i',
    },
  ])('$method $at', async ({ path, instance, keep, method, at }) => {
    const request = await pushed(path, instance, keep);
    expect([request.method, request.path, request.body]).toEqual([method, at, OTHER]);
    expect(request.headers['content-type']).toContain('version=0.0.4');
    const credentials = Buffer.from('ops:pa@ss').toString('base64');
    expect(request.headers.authorization).toBe(`Basic ${credentials}`);
  });

  it('says that it was refused, and by whom, without the password', async () => {
    const sink = await httpSink(() => ({ status: 400, body: 'text format parsing error' }));
    const url = sink.url.replace('://', '://ops:s3cr3t@');
    const message = await openPushgateway({ url, instance: 'x' })
      .write('', { keep: [], signal })
      .catch((thrown: Error) => `${thrown.stack} ${String(thrown.cause)}`);
    await sink.close();
    expect(message).toMatch(
      /Pushgateway at 127\.0\.0\.1:\d+: HTTP 400 \(text format parsing error\)/,
    );
    expect(message).not.toContain('s3cr3t');
  });
});
