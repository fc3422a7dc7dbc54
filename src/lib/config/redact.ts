const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

/** A text in which no URL shows its user or password. */
export function redact(text: string): string {
  return text.replace(CREDENTIALS, '$1***@');
}

/** Settings whose value is, or may hold, a secret: a whole address where the secret is its path. */
const SECRET: ReadonlySet<string> = new Set([
  'notify.slackWebhook',
  'notify.smtpUrl',
  'notify.pingUrl',
  'metrics.pushgateway',
]);

/** A setting's value as it may be shown. */
export function shownSetting(path: string, value: unknown): string {
  return SECRET.has(path) ? '(a secret)' : redact(JSON.stringify(value));
}
