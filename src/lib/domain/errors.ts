/**
 * The one table of errors. Every failure a user can meet has a row here; the reference in docs/errors.md is
 * generated from it, and a test counts both.
 */
interface ErrorRow {
  /** Process exit code (see README, "Exit codes"). */
  exit: 1 | 2 | 3 | 4 | 75 | 127 | 130;
  /** HTTP status that a server would answer with. */
  http: number;
  /** Whether the same call may succeed later without anybody mending anything. */
  retryable: boolean;
  /** What it means, in one sentence. */
  meaning: string;
  /** The next command to type, or thing to do, when the thrower knows nothing better. */
  hint: string;
}

export const ERRORS = {
  USAGE: row(2, 400, false, 'The command line is wrong; nothing was changed.', 'gibsey --help'),
  CONFIG_INVALID: row(
    2,
    500,
    false,
    'The configuration is wrong; nothing was changed.',
    'mend the key that is named',
  ),
  COMMAND_UNKNOWN: row(127, 404, false, 'There is no such command.', 'gibsey --help'),
  NOT_FOUND: row(2, 404, false, 'The thing that was named is not in the store.', 'gibsey status'),
  ALREADY_EXISTS: row(
    2,
    409,
    false,
    'There is another thing of that name; nothing was changed.',
    'choose another name',
  ),
  BAD_INPUT: row(
    3,
    422,
    false,
    'A part of the input cannot be stored; the good rest is stored.',
    'mend the line that is named and run the same command: what is stored is skipped',
  ),
  SOURCE_UNREADABLE: row(
    2,
    400,
    false,
    'The input cannot be opened; nothing was changed.',
    'check the path and its permissions',
  ),
  VECTOR_INVALID: row(
    1,
    422,
    false,
    'A vector has the wrong dimension or a value that is not a number.',
    'gibsey embed --force',
  ),
  MODEL_MISSING: row(
    4,
    503,
    false,
    'The embedding model is not where it should be.',
    'reinstall gibsey, or set embedding.modelDir',
  ),
  MODEL_CORRUPT: row(
    1,
    503,
    false,
    'The embedding model does not have the bytes it was released with.',
    'reinstall gibsey',
  ),
  LOCKED: row(75, 409, true, 'Another run holds the lock.', 'gibsey runs'),
  LOCK_LOST: row(
    1,
    409,
    true,
    'Another run took the lock over; what was finished is kept.',
    'run the same command again',
  ),
  STORE_MISSING: row(
    2,
    503,
    false,
    'There is no store where one is to be read; nothing was created.',
    'gibsey ingest pages FILE makes one; --store names another',
  ),
  STORE_UNREACHABLE: row(4, 503, true, 'The store does not answer.', 'gibsey status'),
  STORE_READONLY: row(
    1,
    503,
    false,
    'The store cannot be written to.',
    'check the permissions of the store and its folder',
  ),
  STORE_FULL: row(
    1,
    507,
    false,
    'The disk of the store is full; what was finished is kept.',
    'free space and run the same command again',
  ),
  STORE_CORRUPT: row(
    1,
    500,
    false,
    'The store is damaged.',
    'restore the store from a backup, or move it away and run gibsey ingest again',
  ),
  STORE_TOO_NEW: row(2, 500, false, 'The store was written by a newer gibsey.', 'upgrade gibsey'),
  SERVICE_UNREACHABLE: row(
    4,
    503,
    true,
    'A service that is needed does not answer.',
    'gibsey status',
  ),
  REPLY_INVALID: row(
    1,
    502,
    true,
    'A service answered with something that cannot be used.',
    'run the same command again',
  ),
  UNSUPPORTED: row(2, 501, false, 'This store or service cannot do that.', 'gibsey --help'),
  BUDGET_SPENT: row(
    3,
    503,
    true,
    'The time or money that the run was allowed is spent; what was finished is kept.',
    'run the same command again to go on',
  ),
  QUOTA_SPENT: row(
    3,
    503,
    true,
    'A service takes no more calls for now; what was finished is kept.',
    'run the same command again later: it goes on where it stood',
  ),
  ADDRESS_TAKEN: row(
    1,
    503,
    false,
    'Another process listens on the address that `gibsey serve` was to take.',
    'gibsey serve --port 0',
  ),
  REQUEST_MALFORMED: row(2, 400, false, 'A request cannot be read.', 'mend the request'),
  REQUEST_TIMEOUT: row(
    2,
    408,
    true,
    'A request did not arrive within server.requestTimeoutMs.',
    'send the whole request at once',
  ),
  HEADERS_TOO_LARGE: row(
    2,
    431,
    false,
    'The headers of a request are longer than the server reads.',
    'send fewer cookies and shorter headers',
  ),
  UNAUTHENTICATED: row(
    2,
    401,
    false,
    'A request needs a token, or its token is not accepted.',
    'send the header Authorization: Bearer TOKEN; gibsey tokens create ACCOUNT makes one',
  ),
  CREDITS_SPENT: row(
    1,
    402,
    false,
    'The account has no credits left.',
    'gibsey accounts grant ACCOUNT CREDITS',
  ),
  FORBIDDEN: row(
    2,
    403,
    false,
    'The account may not do that.',
    'use a token of an account with the role that is named; see gibsey accounts',
  ),
  METHOD_NOT_ALLOWED: row(2, 405, false, 'The route does not know that method.', 'GET / lists all'),
  REQUEST_TOO_LARGE: row(
    2,
    413,
    false,
    'The body of a request is longer than the server reads.',
    'send less, or raise server.bodyBytes',
  ),
  MEDIA_TYPE_UNSUPPORTED: row(
    2,
    415,
    false,
    'The body of a request is not JSON.',
    'send the header Content-Type: application/json',
  ),
  REQUEST_INVALID: row(
    2,
    422,
    false,
    'A parameter or field of a request is not what the route takes.',
    'mend the field that is named',
  ),
  RATE_LIMITED: row(
    1,
    429,
    true,
    'More requests came from one account or address than server.requestsPerMinute.',
    'wait for as long as the header Retry-After says',
  ),
  INTERRUPTED: row(
    130,
    499,
    true,
    'Stopped on request; what was finished is kept.',
    'run the same command again to go on',
  ),
  INTERNAL: row(
    1,
    500,
    false,
    'A defect in gibsey.',
    'report it with the output of the same command and DEBUG=gibsey',
  ),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

export class GibseyError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'GibseyError';
    this.code = code;
    this.hint = options.hint ?? ERRORS[code].hint;
  }

  get exitCode(): number {
    return ERRORS[this.code].exit;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}

/** Whoever asked for the work has told it to stop. */
export const interrupted = (options: { cause?: unknown } = {}): GibseyError =>
  new GibseyError('INTERRUPTED', 'Stopped on request.', options);

/** Anything that was thrown, as a row of the table: aborts are INTERRUPTED, strangers are INTERNAL. */
export function asGibseyError(thrown: unknown): GibseyError {
  if (thrown instanceof GibseyError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return interrupted({ cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new GibseyError('INTERNAL', message, { cause: thrown });
}

function row(
  exit: ErrorRow['exit'],
  http: number,
  retryable: boolean,
  meaning: string,
  hint: string,
): ErrorRow {
  return { exit, http, retryable, meaning, hint };
}
