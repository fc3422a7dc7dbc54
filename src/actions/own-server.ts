import type { AppOptions } from '../lib/app/app.js';
import { newOwnSecret } from './own-token.js';

/** For a server that only this process asks: a free port, no fares, no limit that is meant for strangers, nothing kept. */
export const OWN_SETTINGS = {
  'server.host': '127.0.0.1',
  'server.port': 0,
  'server.requestsPerMinute': 1_000_000,
  'server.keepConversations': false,
  'credits.perAnswer': 0,
};

/**
 * A server in this process, on the store of `options`, while `use` runs.
 * @param options with `OWN_SETTINGS` among their settings
 */
export async function withOwnServer<T>(
  options: AppOptions & { worker: boolean },
  use: (url: string, token: string) => Promise<T>,
): Promise<T> {
  const { openDayServer } = await import('../lib/app/server.js');
  const ownSecret = newOwnSecret();
  const alone = { allowAnonymous: false, ownSecret, log: () => undefined };
  const server = await openDayServer({ ...options, ...alone });
  try {
    const { url } = await server.listen();
    return await use(url, ownSecret);
  } finally {
    await server.close();
  }
}
