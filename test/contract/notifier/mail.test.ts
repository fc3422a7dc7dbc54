import { describe, expect, it } from 'vitest';
import { openMail } from '../../../src/lib/adapters/notify/mail/factory.js';
import { smtpSink, type SmtpSink } from '../../fixtures/notify/smtp-sink.js';
import { alert, notifierContract, SECRET } from './contract.js';

const open = (host: string, credentials = '') =>
  openMail({
    smtpUrl: `smtp://${credentials}${host}`,
    from: 'gibsey@night-1',
    to: 'ops@example.org, boss@example.org',
  });

/** Headers unfolded and body decoded, as a mail program shows them. */
function shown({ source }: SmtpSink['mails'][number]): string {
  const [head = '', ...body] = source.split('\r\n\r\n');
  const text = body.join('\r\n\r\n');
  return `${head.replaceAll(/\r\n\s/g, ' ')}\n\n${/^Content-Transfer-Encoding: quoted-printable/m.test(head) ? unquoted(text) : text}`;
}

const unquoted = (text: string) =>
  Buffer.from(
    text
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

notifierContract('mail', async (scenario) => {
  const account = { user: 'ops', password: SECRET };
  const sink = await smtpSink(scenario === 'refuses' || scenario === 'deaf' ? scenario : account);
  if (scenario === 'down') await sink.close();
  return {
    notifier: open(sink.host, scenario === 'refuses' ? '' : `ops:${SECRET}@`),
    arrived: () => sink.mails.map(shown),
    close: () => (scenario === 'down' ? Promise.resolve() : sink.close()),
  };
});

describe('mail', () => {
  it('goes to everybody named, with one subject line', async () => {
    const sink = await smtpSink();
    await open(sink.host).notify(
      alert({ host: 'a\r\nBcc: all@example.org' }),
      AbortSignal.timeout(5_000),
    );
    await sink.close();
    const [mail] = sink.mails;
    expect(mail).toMatchObject({
      from: 'gibsey@night-1',
      to: ['ops@example.org', 'boss@example.org'],
    });
    expect(mail?.source.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/m);
    expect(mail?.source).toMatch(/^Subject: gibsey: night failed in summarize on a/m);
  });

  it('does not show the password that a server quotes back', async () => {
    const sink = await smtpSink({ user: 'ops', password: 'another' });
    const thrown: unknown = await open(sink.host, `ops:${SECRET}@`)
      .notify(alert(), AbortSignal.timeout(5_000))
      .catch((error: unknown) => error);
    await sink.close();
    expect(String(thrown)).toMatch(/Mail by 127\.0\.0\.1:\d+: EAUTH 535\./);
    expect(String((thrown as Error).cause)).not.toContain(SECRET);
  });
});
