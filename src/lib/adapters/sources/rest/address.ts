import { GibseyError } from '../../../domain/errors.js';

export interface TableAddress {
  keyspace: string;
  table: string;
  /** Address of the table's rows. */
  rows: URL;
}

const TABLE = /^(.*\/v2\/keyspaces\/([^/]+)\/([^/]+))(?:\/rows)?\/*$/;
const HINT = 'gibsey ingest rest http://127.0.0.1:8082/v2/keyspaces/KEYSPACE/TABLE';

/**
 * Where a table is: its address, or `KEYSPACE/TABLE` at the gateway `base`.
 * @throws USAGE when it is neither, or bears a user or password.
 */
export function tableAddress(target: string, base?: string): TableAddress {
  const url = parse(/^https?:\/\//i.test(target) ? target : below(target, base));
  if (url.username || url.password) {
    throw new GibseyError('USAGE', 'The address bears a user or a password.', {
      hint: 'export STARGATE_AUTH_TOKEN=… and leave them out of the address',
    });
  }
  const [, path, keyspace = '', table = ''] = TABLE.exec(url.pathname) ?? [];
  if (path === undefined) {
    const message = `${url.origin}${url.pathname} is not the address of a table.`;
    throw new GibseyError('USAGE', message, { hint: HINT });
  }
  const rows = new URL(`${path}/rows`, url.origin);
  return { keyspace: decodeURIComponent(keyspace), table: decodeURIComponent(table), rows };
}

function parse(text: string): URL {
  try {
    const url = new URL(text);
    decodeURIComponent(url.pathname);
    return url;
  } catch {
    throw new GibseyError('USAGE', `${text} is not an address.`, { hint: HINT });
  }
}

function below(target: string, base: string | undefined): string {
  if (base === undefined) {
    const message = `${target} is no address, and the address of the gateway is not known.`;
    throw new GibseyError('USAGE', message, { hint: 'export STARGATE_URL=http://127.0.0.1:8082' });
  }
  const gateway = base.replace(/\/+$/, '').replace(/\/v2(?:\/keyspaces)?$/, '');
  return `${gateway}/v2/keyspaces/${target}`;
}
