import { GibseyError } from '../../../domain/errors.js';
import type { Notifier } from '../../../ports/index.js';
import { alertText } from '../text.js';

export interface MailConfig {
  /** `smtp://[USER:PASSWORD@]HOST[:PORT]` or `smtps://…`. */
  smtpUrl: string;
  from: string;
  /** Separated by commas. */
  to: string;
}

const TIMEOUT_MS = 10_000;

/** Mail by SMTP. Errors name the server's host and a code: what a server says may quote a password. */
export function openMail({ smtpUrl, from, to }: MailConfig): Notifier {
  return {
    name: 'mail',
    async notify(alert, signal) {
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        url: smtpUrl,
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
      });
      const { title, facts } = alertText(alert);
      const text = facts.map(([name, value]) => `${`${name}:`.padEnd(8)}${value}\n`).join('');
      const sending = transport.sendMail({ from, to, subject: title, text });
      try {
        await Promise.race([sending, aborted(signal)]);
      } catch (thrown) {
        const { host } = new URL(smtpUrl);
        const reason = signal.aborted ? 'no reply in time' : reasonOf(thrown);
        throw new GibseyError('SERVICE_UNREACHABLE', `Mail by ${host}: ${reason}.`);
      } finally {
        sending.catch(() => undefined); // lost the race: it has been told
        transport.close();
      }
    },
  };
}

async function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  );
}

function reasonOf(thrown: unknown): string {
  const { code, responseCode } = thrown as { code?: unknown; responseCode?: unknown };
  const parts = [code, responseCode].filter((part) => ['string', 'number'].includes(typeof part));
  return parts.length > 0 ? parts.join(' ') : 'failed';
}
