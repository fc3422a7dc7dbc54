import { GibseyError } from '../../domain/errors.js';

export interface Endpoint {
  /** Without credentials and trailing slash. */
  url: string;
  /** For people: `127.0.0.1:11434`, or with the scheme where it is not plain HTTP. */
  label: string;
  headers: Record<string, string>;
}

const DEFAULT_PORT = '11434';

/**
 * Where a host setting points to. The bind-all addresses that a server is started with mean loopback to a
 * client.
 * @throws CONFIG_INVALID when it is no address.
 */
export function endpointOf(host: string): Endpoint {
  const url = parse(host);
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  if (!url.port && !host.includes('://')) url.port = DEFAULT_PORT;
  const path = url.pathname.replace(/\/+$/, '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return {
    url: `${url.protocol}//${url.hostname}:${port}${path}`,
    label: `${url.protocol === 'http:' ? '' : `${url.protocol}//`}${url.hostname}:${port}${path}`,
    headers: authorization(url),
  };
}

function parse(host: string): URL {
  const trimmed = host.trim();
  const prefixed = trimmed.startsWith(':') ? `127.0.0.1${trimmed}` : trimmed;
  const text = prefixed.includes('://') ? prefixed : `http://${prefixed}`;
  if (URL.canParse(text)) {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  }
  throw new GibseyError('CONFIG_INVALID', 'The host of Ollama is not an address.', {
    hint: 'give HOST:PORT, e.g. 127.0.0.1:11434',
  });
}

function authorization({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}
