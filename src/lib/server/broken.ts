import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ERRORS, GibseyError, type ErrorCode } from '../domain/errors.js';
import { errorJson } from './encoders/json.js';
import type { ServerLog } from './log.js';

/** What Node says of a connection that brought no request. */
interface ClientError extends Error {
  code?: string;
  /** Of the parser, in its own words; nothing of what was sent. */
  reason?: string;
  /** What came last, a Buffer, and how far that was read. */
  rawPacket?: unknown;
  bytesParsed?: number | undefined;
}

const REASONS: Readonly<Record<string, [code: ErrorCode, message: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['REQUEST_TIMEOUT', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: ['HEADERS_TOO_LARGE', 'The headers are longer than the server reads.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['REQUEST_TOO_LARGE', 'The extensions of a chunk are too long.'],
  HPE_INVALID_EOF_STATE: ['REQUEST_MALFORMED', 'The request ends in the middle.'],
};

/** Of all routes together: which one was meant is not known. */
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/** A connection that was told what is wrong, and does not close, is closed after this long. */
const LINGER_MS = 2_000;

/**
 * Connections that bring no request, or half of one. Each is answered with the status that says why, and told to the
 * log once. Requests that came whole before it on the same connection are answered first.
 */
export class BrokenRequests {
  private readonly log: ServerLog;
  /** The last request of each connection. */
  private readonly last = new WeakMap<
    Socket,
    { request: IncomingMessage; reply: ServerResponse }
  >();
  private readonly refused = new WeakSet<Socket>();
  private readonly spoilt = new WeakMap<IncomingMessage, GibseyError>();

  constructor(log: ServerLog) {
    this.log = log;
  }

  watch(server: Server): void {
    server.prependListener('request', (request, reply) =>
      this.last.set(request.socket, { request, reply }),
    );
  }

  /** Why a request that had begun to arrive never came whole; undefined where that is not known. */
  reasonOf(request: IncomingMessage): GibseyError | undefined {
    return this.spoilt.get(request);
  }

  /** For `clientError` of the server. */
  readonly refuse = (error: ClientError, socket: Socket): void => {
    if (this.refused.has(socket)) return; // the rest of the same garbage
    this.refused.add(socket);
    const failure = failureOf(error);
    const { request, reply } = this.last.get(socket) ?? {};
    if (!failure) return this.reset(socket, request === undefined);
    if (request && reply && !request.complete) {
      this.spoilt.set(request, failure); // it is told when its reply closes
      return reply.headersSent ? void socket.destroy() : answer(socket, failure);
    }
    this.tell(failure);
    if (reply && !reply.writableFinished) reply.once('close', () => answer(socket, failure));
    else answer(socket, failure);
  };

  private reset(socket: Socket, first: boolean): void {
    if (first && socket.bytesRead > 0) {
      this.tell(new GibseyError('INTERRUPTED', 'The connection was reset in mid-request.'));
    }
    socket.destroy();
  }

  private tell({ code, message }: GibseyError): void {
    const status = ERRORS[code].http;
    this.log({ level: 'info', event: 'refused', status, code, reason: message });
  }
}

/** A request, but for a method that this version of Node does not know. */
const STRANGE_METHOD = /^[A-Z-]{1,30} \S+ HTTP\/1\.[01]\r\n/;

function hasStrangeMethod({ rawPacket, bytesParsed = 0 }: ClientError): boolean {
  if (!Buffer.isBuffer(rawPacket)) return false;
  const text = rawPacket.toString('latin1');
  const [begun = ''] = /[A-Z-]{0,30}$/.exec(text.slice(0, bytesParsed)) ?? [];
  return STRANGE_METHOD.test(text.slice(bytesParsed - begun.length));
}

/** Null: nobody is there to be answered. */
function failureOf(error: ClientError): GibseyError | null {
  const { code = '', reason } = error;
  if (code === 'HPE_INVALID_METHOD' && hasStrangeMethod(error))
    return new GibseyError('METHOD_NOT_ALLOWED', 'That is no method that the server knows.');
  const [known, message] = REASONS[code] ?? [];
  if (known && message) return new GibseyError(known, message);
  if (!code.startsWith('HPE_')) return null;
  const why = reason ? `: ${reason}` : '';
  return new GibseyError('REQUEST_MALFORMED', `That is not a request that HTTP/1.1 knows${why}.`);
}

/** By hand: there is no request to reply to. */
function answer(socket: Socket, failure: GibseyError): void {
  if (socket.destroyed || !socket.writable) return;
  const { http, retryable } = ERRORS[failure.code];
  const body = JSON.stringify(errorJson(failure));
  const head = [
    `HTTP/1.1 ${http} ${STATUS_CODES[http] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryable ? ['Retry-After: 1'] : []),
    ...(http === 405 ? [`Allow: ${METHODS}`] : []),
    'Connection: close',
  ];
  socket.setTimeout(LINGER_MS, () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
