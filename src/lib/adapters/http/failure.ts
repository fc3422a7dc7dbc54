/** `fetch` throws `TypeError: fetch failed`; what failed stands in its cause. */
export function reasonOf(thrown: TypeError): string {
  const { cause } = thrown as { cause?: { code?: unknown; message?: unknown } };
  if (cause?.code === 'ECONNREFUSED') return 'connection refused';
  if (typeof cause?.message === 'string' && cause.message) return cause.message;
  return typeof cause?.code === 'string' ? cause.code : thrown.message;
}

/** Of the system, e.g. `ECONNREFUSED`; null where it names none. */
export function codeOf(thrown: TypeError): string | null {
  const { cause } = thrown as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : null;
}
