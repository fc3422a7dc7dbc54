import { describe, expect, it } from 'vitest';
import { httpSink } from '../../../../../test/fixtures/notify/http-sink.js';
import { openPing } from './factory.js';

describe('ping', () => {
  it.each([
    ['/abc', ['/abc/start', '/abc', '/abc/fail']],
    ['/abc/?create=1', ['/abc/start?create=1', '/abc?create=1', '/abc/fail?create=1']],
  ])('calls %s', async (path, expected) => {
    const sink = await httpSink();
    const ping = openPing({ url: sink.url + path });
    for (const event of ['start', 'success', 'fail'] as const)
      await ping.send(event, AbortSignal.timeout(2_000));
    await sink.close();
    expect(sink.received.map(({ path: at }) => at)).toEqual(expected);
    expect(sink.received.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('gives up in time, and does not show the address', async () => {
    const sink = await httpSink(() => ({ deaf: true }));
    const ping = openPing({ url: `${sink.url}/s3cr3t` });
    const thrown = ping.send('start', AbortSignal.timeout(100));
    await expect(thrown).rejects.toThrow(/^Ping at 127\.0\.0\.1:\d+: no reply in time\.$/);
    await sink.close();
  });
});
