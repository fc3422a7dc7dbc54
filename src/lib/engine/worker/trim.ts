import type { ChangeFeed } from '../../ports/index.js';

/** Both have to be passed: other readers of the feed keep their place in memory, and are behind by less. */
const KEEP_MS = 7 * 86_400_000;
const KEEP_CHANGES = 100_000;
const BATCH = 1000;

/**
 * Drops changes that everybody has read: done by the worker, older than a week, and with 100,000 newer ones behind
 * them.
 * @param done sequence up to which everything is done and committed
 * @param now epoch ms
 */
export async function trim(
  changes: ChangeFeed,
  { done, now }: { done: number; now: number },
): Promise<void> {
  const last = Math.min(done, (await changes.latest()) - KEEP_CHANGES);
  for (;;) {
    const oldest = await changes.read(0, BATCH);
    const old = oldest.filter(({ sequence, at }) => sequence <= last && at < now - KEEP_MS);
    const upTo = old.at(-1)?.sequence;
    if (upTo !== undefined) await changes.trim(upTo);
    if (old.length < BATCH) return;
  }
}
