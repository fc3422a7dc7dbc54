import { GibseyError, type ErrorCode } from '../../../domain/errors.js';

/** Codes of the CQL binary protocol, version 5, section 8. */
const SERVER = {
  unavailable: 0x1000,
  overloaded: 0x1001,
  bootstrapping: 0x1002,
  writeTimeout: 0x1100,
  readTimeout: 0x1200,
  readFailure: 0x1300,
  writeFailure: 0x1500,
  casUnknown: 0x1700,
  badCredentials: 0x0100,
  syntax: 0x2000,
  unauthorized: 0x2100,
  invalid: 0x2200,
  config: 0x2300,
  exists: 0x2400,
} as const;

const TRANSIENT: ReadonlySet<unknown> = new Set([
  SERVER.unavailable,
  SERVER.overloaded,
  SERVER.bootstrapping,
  SERVER.writeTimeout,
  SERVER.readTimeout,
  SERVER.readFailure,
  SERVER.writeFailure,
  SERVER.casUnknown,
]);

/** Answers after which a conditional write was certainly not begun. */
const REFUSED: ReadonlySet<unknown> = new Set([
  SERVER.unavailable,
  SERVER.overloaded,
  SERVER.bootstrapping,
  SERVER.badCredentials,
  SERVER.syntax,
  SERVER.unauthorized,
  SERVER.invalid,
  SERVER.config,
]);

interface DriverError {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  innerErrors?: Record<string, unknown>;
  /** The connection broke with the request on its way. */
  isSocketError?: unknown;
}

/** The statement itself is refused: a missing table, an oversized row, a property the server does not allow. */
export const isInvalid = (error: unknown) =>
  responseCode(error) === SERVER.invalid || responseCode(error) === SERVER.config;

/** After a failed conditional write: whether it may have been applied all the same. */
export function mayHaveApplied(error: unknown): boolean {
  const { name, isSocketError } = error as DriverError;
  if (name === 'ResponseError') return !REFUSED.has(responseCode(error));
  return name === 'OperationTimedOutError' || isSocketError === true;
}

/**
 * What the driver threw as a row of the error table. Texts of the driver and of the server are not passed on
 * where they may hold a user name or password.
 */
export function asStoreError(thrown: unknown, location: string): GibseyError {
  if (thrown instanceof GibseyError) return thrown;
  const error = thrown as DriverError;
  if (error.isSocketError === true) return unreachable(location, 'hung up', thrown);
  switch (error.name) {
    case 'NoHostAvailableError':
      return noHost(error, thrown, location);
    case 'AuthenticationError':
      return refusedLogin(location);
    case 'OperationTimedOutError':
    case 'BusyConnectionError':
      return unreachable(location, 'does not answer in time', thrown);
    case 'ArgumentError':
      return wrongDataCenter(error, location);
    case 'ResponseError':
      return response(error, thrown, location);
    default:
      return new GibseyError('INTERNAL', `Cassandra at ${location}: ${textOf(error)}`, {
        cause: thrown,
      });
  }
}

function response(error: DriverError, cause: unknown, location: string): GibseyError {
  const { code } = error;
  if (code === SERVER.badCredentials) return refusedLogin(location);
  if (TRANSIENT.has(code)) {
    return unreachable(location, `cannot answer now: ${textOf(error)}`, cause);
  }
  if (code === SERVER.unauthorized) return forbidden(location);
  const row: ErrorCode = code === SERVER.invalid ? 'BAD_INPUT' : 'INTERNAL';
  const message = `Cassandra at ${location} refuses: ${textOf(error)}.`;
  return new GibseyError(row, message, { cause });
}

function noHost(error: DriverError, cause: unknown, location: string): GibseyError {
  const inner = Object.values(error.innerErrors ?? {}) as DriverError[];
  if (inner.some(({ name }) => name === 'AuthenticationError')) return refusedLogin(location);
  const argument = inner.find(({ name }) => name === 'ArgumentError');
  if (argument) return wrongDataCenter(argument, location);
  const why = [...new Set(inner.map(reasonOf))];
  return unreachable(
    location,
    `does not answer${why.length > 0 ? ` (${why.join(', ')})` : ''}`,
    cause,
  );
}

/** `ECONNREFUSED`, or the kind of the error. */
function reasonOf({ code, name }: DriverError): string {
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'no answer';
}

function unreachable(location: string, what: string, cause: unknown): GibseyError {
  return new GibseyError('STORE_UNREACHABLE', `Cassandra at ${location} ${what}.`, {
    hint: 'start it or mend store.url, then run the same command again',
    cause,
  });
}

/** The driver knows no other wrong argument that a URL could lead to; its text names the data centres it found. */
function wrongDataCenter(error: DriverError, location: string): GibseyError {
  return new GibseyError('CONFIG_INVALID', `Cassandra at ${location}: ${textOf(error)}.`, {
    hint: 'add ?dc=DATACENTER to store.url (nodetool status shows its name)',
    cause: error,
  });
}

/** Without a cause, as below: the server's own error names the user. */
function forbidden(location: string): GibseyError {
  return new GibseyError(
    'STORE_READONLY',
    `Cassandra at ${location} forbids that to the user of store.url.`,
    { hint: 'GRANT CREATE, ALTER, SELECT, MODIFY on both keyspaces' },
  );
}

function refusedLogin(location: string): GibseyError {
  return new GibseyError(
    'CONFIG_INVALID',
    `Cassandra at ${location} refuses the user name or password of store.url.`,
    { hint: 'mend user:password@ in store.url' },
  );
}

function responseCode(error: unknown): unknown {
  const { name, code } = error as DriverError;
  return name === 'ResponseError' ? code : undefined;
}

function textOf({ message }: DriverError): string {
  return typeof message === 'string' ? message.replace(/\.?\s*$/, '') : 'an unknown failure';
}
