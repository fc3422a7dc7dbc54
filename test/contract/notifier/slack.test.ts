import { describe, expect, it } from 'vitest';
import { openSlack } from '../../../src/lib/adapters/notify/slack/factory.js';
import { httpSink, type Reply } from '../../fixtures/notify/http-sink.js';
import { alert, notifierContract, SECRET, type Scenario } from './contract.js';

interface Payload {
  text: string;
  blocks: { type: string; text: { type: string; text: string } }[];
}

const REPLIES: Record<Scenario, Reply> = {
  takes: {},
  refuses: { status: 404, body: 'no_service' },
  deaf: { deaf: true },
  down: {},
};
const read = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

notifierContract('slack', async (scenario) => {
  const sink = await httpSink(() => REPLIES[scenario]);
  if (scenario === 'down') await sink.close();
  return {
    notifier: openSlack({ webhook: `${sink.url}/services/T0/B0/${SECRET}` }),
    arrived: () =>
      sink.received.map(({ body }) => {
        const { blocks } = JSON.parse(body) as Payload;
        return read(blocks.map(({ text }) => text.text).join('\n'));
      }),
    close: () => sink.close().catch(() => undefined),
  };
});

describe('Slack', () => {
  const send = async (reply: Reply, cause = 'x') => {
    const sink = await httpSink(() => reply);
    const slack = openSlack({ webhook: `${sink.url}/services/${SECRET}` });
    const outcome = await slack.notify(alert({ cause }), AbortSignal.timeout(2_000)).then(
      () => 'ok',
      ({ message }: Error) => message,
    );
    await sink.close();
    return { outcome, request: sink.received[0]! };
  };

  it('posts JSON of text and blocks to the webhook, nothing that Slack would take for markup', async () => {
    const { request } = await send({}, '<!channel> & <http://x|y>');
    expect([request.method, request.path]).toEqual(['POST', `/services/${SECRET}`]);
    expect(request.headers['content-type']).toBe('application/json');
    const { text, blocks } = JSON.parse(request.body) as Payload;
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section']);
    for (const shown of [text, blocks[1]!.text.text])
      expect(shown).toContain('&lt;!channel&gt; &amp; &lt;http://x|y&gt;');
    expect(blocks[1]!.text.text.length).toBeLessThanOrEqual(3000);
  });

  it.each([
    [{ status: 404, body: 'no_service' }, /HTTP 404 \(no_service\)/],
    [{ status: 302, body: '' }, /HTTP 302/],
    [{ status: 500, body: `<html>/services/${SECRET}</html>` }, /HTTP 500\.$/],
    [{ status: 200, body: 'welcome' }, /other than ok/],
  ])('takes %j for a failure', async (reply, message) => {
    expect((await send(reply)).outcome).toMatch(message);
  });
});
