/** What people see of a server. */
import type { ServerLog } from '../lib/server/log.js';

/** Requests and all else as JSON lines; for people only what they should mend, and that it is mended. */
export function serverLog(options: {
  format: 'text' | 'json';
  quiet: boolean;
  write: (line: string) => void;
}): ServerLog {
  const { write } = options;
  if (options.quiet) return errorsOf(serverLog({ ...options, quiet: false }));
  if (options.format === 'json') {
    return (line) => write(JSON.stringify({ ts: new Date().toISOString(), ...line }));
  }
  const broken = new Map<unknown, unknown>();
  return ({ event, level, part, message, hint }) => {
    if (event === 'ready' && broken.delete(part)) write(`The ${String(part)} is there again.`);
    if (event === 'not-ready' && broken.get(part) !== message) {
      broken.set(part, message);
      write(`The ${String(part)} cannot be opened, and is tried again: ${String(message)}`);
      write(`  ${String(hint)}`);
    }
    if (event === 'defect' && level === 'error') write(`A defect: ${String(message)}`);
  };
}

const errorsOf =
  (log: ServerLog): ServerLog =>
  (line) => {
    if (line.level !== 'info') log(line);
  };

/**
 * When it listens: what to try, and how to write.
 * @param tokenFile what lets the commands of this user in while it serves; null when it could not be laid down
 */
export function started(url: string, tokenFile: string | null): string {
  const question = `-H 'Content-Type: application/json' -d '{"question":"Who are you?"}'`;
  return [
    `Serving at ${url} (web page, chat, retrieval, pages, health, metrics). Open it in a browser, or try:`,
    `  curl -N ${url}/api/chat -H 'Accept: text/event-stream' ${question}`,
    ...(tokenFile === null ? [] : [`Writing takes a token; yours while it serves: ${tokenFile}`]),
  ].join('\n');
}
