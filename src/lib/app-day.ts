/** The day's part of the composition root: what answers, opened from what App holds. */
import type { Retriever } from './answering/retrieval/retriever.js';
import { asGibseyError } from './domain/errors.js';
import type { Clock, Embedder, Reporter, Store } from './ports.js';

export interface DayDeps {
  store: Store;
  embedder: () => Promise<Embedder>;
  clock: Clock;
  report: Reporter;
  signal: AbortSignal;
}

/** Pages by words and meaning; by words alone, with a warning, while the host of the embedder is out of reach. */
export async function openDayRetriever(deps: DayDeps): Promise<Retriever> {
  const { store, clock, report, signal } = deps;
  const { openRetriever } = await import('./answering/retrieval/retriever.js');
  const warn = (message: string) => report({ type: 'warning', message });
  const embedder = await deps.embedder().catch((thrown: unknown) => {
    const { code, message } = asGibseyError(thrown);
    if (code !== 'SERVICE_UNREACHABLE') throw thrown;
    warn(`${message} Pages are found by their words alone.`);
    return null;
  });
  return openRetriever({ store, embedder, clock, warn }, signal);
}
