/** Where issues are shown: the part of the composition root that opens it. */
import type { Config } from '../config/schema.js';
import { GibseyError } from '../domain/errors.js';
import type { IssueSink } from '../ports/index.js';

/** @throws CONFIG_INVALID where none is configured, or not who signs in there */
export async function openIssueSink({
  pocketbase,
}: Pick<Config, 'pocketbase'>): Promise<IssueSink> {
  const { url, identity, password, timeoutMs } = pocketbase;
  if (url === undefined || identity === undefined || password === undefined) {
    throw new GibseyError('CONFIG_INVALID', 'It is not said where issues are shown, and as whom.', {
      hint: 'set pocketbase.url, .identity and .password, e.g. with POCKETBASE_URL, POCKETBASE_IDENTITY, POCKETBASE_PASSWORD',
    });
  }
  const { openPocketBase } = await import('../adapters/sinks/pocketbase/factory.js');
  return openPocketBase({ url, identity, password, timeoutMs });
}
