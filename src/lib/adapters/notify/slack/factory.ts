import { GibseyError } from '../../../domain/errors.js';
import type { Alert, Notifier } from '../../../ports/index.js';
import { call } from '../../http/request.js';
import { alertText } from '../text.js';

const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3000;
/** Room for escapes: `&` becomes five characters. */
const LONGEST_FACT = 500;

/** An incoming webhook of Slack. Its address is the secret: it stands in no message. */
export function openSlack({ webhook }: { webhook: string }): Notifier {
  return {
    name: 'Slack',
    async notify(alert, signal) {
      const body = { type: 'application/json', text: JSON.stringify(payload(alert)) };
      const reply = await call({ service: 'Slack', url: webhook, method: 'POST', body, signal });
      if (reply.trim() !== 'ok') {
        throw new GibseyError('REPLY_INVALID', 'Slack answered something other than ok.');
      }
    },
  };
}

function payload(alert: Alert) {
  const { title, facts } = alertText(alert);
  const lines = facts.map(([name, value]) => `*${name}* ${shown(name, value)}`).join('\n');
  return {
    text: `${escaped(title)}: ${escaped(clipped(alertCause(facts)))}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title.slice(0, LONGEST_HEADER) } },
      { type: 'section', text: { type: 'mrkdwn', text: lines.slice(0, LONGEST_SECTION) } },
    ],
  };
}

const alertCause = (facts: [string, string][]) => new Map(facts).get('Cause') ?? '';

function shown(name: string, value: string): string {
  const text = escaped(clipped(value));
  return name === 'Resume' ? `\`${text}\`` : text;
}

const clipped = (text: string) =>
  text.length > LONGEST_FACT ? `${text.slice(0, LONGEST_FACT)}…` : text;

/** The three characters that Slack reads as markup of its own, e.g. `<!channel>`. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
