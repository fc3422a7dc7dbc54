import { GibseyError } from '../../../domain/errors.js';

export interface CassandraUrl {
  /** `host:port` each. */
  contactPoints: string[];
  keyspace: string;
  dataCenter: string;
  credentials: { username: string; password: string } | null;
  /** `host:port[,…]/keyspace`: for people, without credentials. */
  location: string;
}

const DEFAULT_PORT = 9042;
const SHAPE = /^cassandra:\/\/(?:([^@/]*)@)?([^@/?]+)\/([^/?#]+)(?:\?([^#]*))?$/;
/** Unquoted CQL identifier; 8 of the 48 characters that Cassandra allows are left for `_vectors`. */
const KEYSPACE = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * `cassandra://[user:password@]HOST[:PORT][,HOST…]/KEYSPACE[?dc=DATACENTER]`. Not a WHATWG URL, which knows one
 * host only. User name and password are percent-encoded.
 * @throws CONFIG_INVALID; the message never contains what stands before an `@`
 */
export function parseCassandraUrl(url: string): CassandraUrl {
  const [, user, hosts, keyspace, query] = SHAPE.exec(url) ?? [];
  if (hosts === undefined || keyspace === undefined) {
    throw invalid('is not of the form cassandra://HOST[:PORT]/KEYSPACE');
  }
  if (!KEYSPACE.test(keyspace)) {
    throw invalid(`names the keyspace "${keyspace}": a–z, 0–9 and _ only, at most 40 characters`);
  }
  const contactPoints = hosts.split(',').map(withPort);
  return {
    contactPoints,
    keyspace,
    dataCenter: dataCenterOf(query),
    credentials: user === undefined ? null : parseCredentials(user),
    location: `${contactPoints.join(',')}/${keyspace}`,
  };
}

function withPort(host: string): string {
  const [, name, port = String(DEFAULT_PORT)] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(host) ?? [];
  if (name === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw invalid(`names the host "${host}": HOST or HOST:PORT is wanted`);
  }
  return `${name}:${port}`;
}

function dataCenterOf(query: string | undefined): string {
  const options = new URLSearchParams(query);
  for (const key of options.keys()) {
    if (key !== 'dc') throw invalid(`has the option "${key}": only dc is known`);
  }
  const name = options.get('dc') ?? 'datacenter1';
  if (!/^[\w.-]+$/.test(name)) throw invalid(`names the data centre "${name}"`);
  return name;
}

function parseCredentials(text: string): { username: string; password: string } {
  const colon = text.indexOf(':');
  if (colon < 0) throw invalid('has a user name without a password');
  try {
    const username = decodeURIComponent(text.slice(0, colon));
    return { username, password: decodeURIComponent(text.slice(colon + 1)) };
  } catch {
    throw invalid('has a user name or password that is not percent-encoded');
  }
}

function invalid(problem: string): GibseyError {
  return new GibseyError('CONFIG_INVALID', `The store URL ${problem}.`, {
    hint: 'set store.url to e.g. cassandra://127.0.0.1:9042/gibsey',
  });
}
