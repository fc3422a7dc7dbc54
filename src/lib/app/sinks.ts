/** Where issues are shown: the part of the composition root that opens it. */
import type { Config } from '../config/schema.js';
import { GibseyError } from '../domain/errors.js';
import type { IssueSink } from '../ports/index.js';

/**
 * Null where none is configured.
 * @throws CONFIG_INVALID where it is not said who signs in there
 */
export async function openIssueSink({
  pocketbase,
}: Pick<Config, 'pocketbase'>): Promise<IssueSink | null> {
  const { url, identity, password, timeoutMs } = pocketbase;
  if (url === undefined) return null;
  if (identity === undefined || password === undefined) {
    throw new GibseyError('CONFIG_INVALID', 'Nobody is named who signs in at pocketbase.url.', {
      hint: 'set pocketbase.identity and .password, or POCKETBASE_IDENTITY and POCKETBASE_PASSWORD',
    });
  }
  const { openPocketBase } = await import('../adapters/sinks/pocketbase/factory.js');
  return openPocketBase({ url, identity, password, timeoutMs });
}
