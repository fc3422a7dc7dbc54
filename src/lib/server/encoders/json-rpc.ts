import { redact } from '../../config/redact.js';
import type { GibseyError } from '../../domain/errors.js';

/** What is no request that could be answered: https://www.jsonrpc.org/specification#error_object */
const INVALID_REQUEST = -32_600;

/** A refusal before the request was looked at: nobody knows its id. */
export const jsonRpcError = ({ message, hint }: Pick<GibseyError, 'message' | 'hint'>) => ({
  jsonrpc: '2.0',
  error: { code: INVALID_REQUEST, message: redact(`${message} ${hint}`) },
  id: null,
});
