/** The answers that the night has prepared, opened to be looked up. */
import { randomBytes } from 'node:crypto';
import type { Auditor } from '../answering/prepared/audit/auditor.js';
import type { GoldenCache } from '../answering/prepared/lookup/cache.js';
import type { GoldenWriter } from '../answering/prepared/writing/writer.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import { asGibseyError } from '../domain/errors.js';
import type { Lookup } from '../domain/lookup.js';
import { ulid } from '../engine/ulid.js';
import type { DayDeps } from './day.js';
import type { ModelDeps } from './models.js';
import { once } from './once.js';

export interface PreparedOptions {
  /** Told of every look-up of a prepared answer. */
  told?: (lookup: Lookup) => void;
  /** It is opened once all curated questions can be found, which is the default; else they are embedded behind it. */
  complete?: boolean;
}

export interface PreparedDeps extends DayDeps, ModelDeps {
  /** Look-ups are not written down, and none is drawn for the audit. */
  readonly: boolean;
  retriever: () => Promise<Retriever>;
}

/**
 * Null, with a warning, while the host of the embedder is out of reach: the pages answer then.
 * @param again it was tried before, and said that it failed
 */
export async function openPrepared(
  deps: PreparedDeps,
  { told, complete = true, again }: PreparedOptions & { again: boolean },
): Promise<GoldenCache | null> {
  const { store, clock, report, signal, config } = deps;
  const { openGoldenCache } = await import('../answering/prepared/lookup/cache.js');
  const warn = (message: string) => report({ type: 'warning', message });
  const embedder = await deps.embedder().catch((thrown: unknown) => {
    const { code, message } = asGibseyError(thrown);
    if (code !== 'SERVICE_UNREACHABLE') throw thrown;
    if (!again) warn(`${message} No prepared answer is looked for.`);
    return null;
  });
  if (!embedder) return null;
  const record = !deps.readonly;
  const audited = record && config.answers.auditRate > 0;
  const auditor = audited ? { auditor: await openAuditor(deps, warn) } : {};
  const more = { record, keep: record, complete, ...(told ? { told } : {}), ...auditor };
  return openGoldenCache({ store, embedder, clock, warn, ...more }, signal);
}

/** What the full path takes is opened when the first look-up is drawn. */
async function openAuditor(deps: PreparedDeps, warn: (message: string) => void): Promise<Auditor> {
  const { Auditor } = await import('../answering/prepared/audit/auditor.js');
  const { store, clock, config } = deps;
  const writer = once(() => openWriter(deps, warn));
  const write = async (question: string, signal: AbortSignal) => {
    const draft = await (await writer()).write(question, signal);
    return draft === 'unsure' ? null : draft;
  };
  return new Auditor({ audits: store.audits, clock, rate: config.answers.auditRate, write, warn });
}

async function openWriter(
  deps: PreparedDeps,
  warn: (message: string) => void,
): Promise<GoldenWriter> {
  const [{ openGoldenWriter }, { openChatModel }] = await Promise.all([
    import('../answering/prepared/writing/writer.js'),
    import('./models.js'),
  ]);
  const { store, clock } = deps;
  const model = await openChatModel({ ...deps, report: () => undefined });
  const retriever = await deps.retriever();
  const newId = () => ulid(clock.now(), randomBytes(10));
  return openGoldenWriter({ ...store, retriever, model, clock, newId, warn });
}
