const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

/** A text in which no URL shows its user or password. */
export function redact(text: string): string {
  return text.replace(CREDENTIALS, '$1***@');
}

/** Settings whose value is, or may hold, a secret: a whole address where the secret is its path. */
const SECRET: ReadonlySet<string> = new Set([
  'llm.apiKey',
  'changes.password',
  'github.token',
  'stackoverflow.key',
  'reddit.clientId',
  'reddit.clientSecret',
  'pocketbase.password',
  'notify.slackWebhook',
  'notify.smtpUrl',
  'rest.token',
  'smoke.token',
  'notify.pingUrl',
  'metrics.pushgateway',
]);

/** The settings without secrets and credentials, for a hash that is stored and shown. */
export function withoutSecrets(config: object): object {
  const inner = (path: string, settings: unknown): unknown => {
    if (SECRET.has(path)) return '(a secret)';
    if (typeof settings === 'string') return redact(settings);
    if (Array.isArray(settings)) return settings.map((each) => inner(path, each));
    if (typeof settings !== 'object' || settings === null) return settings;
    const entries = Object.entries(settings) as [string, unknown][];
    return Object.fromEntries(
      entries.map(([key, value]) => [key, inner(path ? `${path}.${key}` : key, value)]),
    );
  };
  return inner('', config) as object;
}

/** A setting's value as it may be shown. */
export function shownSetting(path: string, value: unknown): string {
  return SECRET.has(path) ? '(a secret)' : redact(JSON.stringify(value));
}
