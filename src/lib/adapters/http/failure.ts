/** `fetch` throws `TypeError: fetch failed`; what failed stands in its cause. */
export function reasonOf(thrown: TypeError): string {
  const { cause } = thrown as { cause?: { code?: unknown; message?: unknown } };
  if (cause?.code === 'ECONNREFUSED') return 'connection refused';
  if (typeof cause?.message === 'string' && cause.message) return cause.message;
  return typeof cause?.code === 'string' ? cause.code : thrown.message;
}
