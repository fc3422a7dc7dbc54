const CREDENTIALS = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

/** A text in which no URL shows its user or password. */
export function redact(text: string): string {
  return text.replace(CREDENTIALS, '$1***@');
}
