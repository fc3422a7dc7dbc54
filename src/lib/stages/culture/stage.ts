import { hashParts, hashText } from '../../algorithms/text/hashing.js';
import type { CulturalChunk, CulturalText } from '../../domain/culture.js';
import { asGibseyError } from '../../domain/errors.js';
import type { Hash, Json } from '../../domain/values.js';
import type { ChatModel, CultureStore, MemoEntry, MemoStore } from '../../ports/index.js';
import type { Plan, Stage, Unit } from '../stage.js';
import { PROMPT_VERSION, rewrite } from './rewrite.js';

export interface CultureOptions {
  culture: Pick<CultureStore, 'list' | 'put'>;
  memo: MemoStore;
  /** Null: every chunk stays as it is. */
  model: ChatModel | null;
  /** Marks the texts that are written anew under `force`. */
  runId: string;
}

export interface CultureUnit extends Unit {
  /** With the text that it is rewritten from, in place of what an earlier night made of that. */
  chunk: CulturalText;
  /** Null: the first text. */
  variation: string | null;
}

/** What a night made of a chunk. */
interface CultureArtefact {
  /** What it was made from. */
  original: string;
  /** What stands there since: `original` when the model's text was refused. */
  content: string;
  rejected: string | null;
  /** Model, and version of the prompt. */
  writer: string;
}

type Outcome = { artefact: CultureArtefact } | { kept: string };

const VERSION = 1;

/**
 * Rewrites cultural chunks by the model, always from what people wrote, so that no text drifts from night to night.
 * A chunk stays as it is while its text, model and prompt are the same; when the model's text does not pass the
 * checks; and when there is no model.
 */
export function cultureStage(options: CultureOptions): Stage<CultureUnit, Outcome> {
  const unwritten = new Set<string>();
  let reason = '';
  return {
    name: 'culture',
    version: VERSION,
    needs: [],
    limits: { concurrency: 1, batch: 1 }, // no text that may have taken a minute waits to be stored
    most: (planned) => planned,
    plan: (how) => plan(options, how),
    compute: (unit, signal) => compute(options, unit, signal),
    async commit(results) {
      for (const result of results) {
        if ('artefact' in result.value) await commit(options, result.unit, result.value.artefact);
        else {
          unwritten.add(result.unit.key);
          reason = result.value.kept;
        }
      }
    },
    shortfall: () => (unwritten.size === 0 ? null : `${unwritten.size} not rewritten: ${reason}`),
  };
}

async function* plan(
  { culture, memo, model, runId }: CultureOptions,
  { force }: { force: boolean },
): AsyncIterable<Plan<CultureUnit>> {
  const chunks = await culture.list();
  const entries = await memo.get(
    'culture',
    chunks.map(({ id }) => id),
  );
  for (const chunk of chunks) {
    const entry = entries.get(chunk.id);
    const unit = unitOf(chunk, entry, { model, variation: force ? runId : null });
    if (!model) yield { unit, action: 'skip', reason: 'no model' };
    else yield { unit, ...decided(entry, { standing: chunk.content, model, force }) };
  }
}

function decided(
  entry: MemoEntry | undefined,
  { standing, model, force }: { standing: string; model: ChatModel; force: boolean },
): Pick<Plan, 'action' | 'reason'> {
  if (!entry) return { action: 'run', reason: 'new' };
  if (force) return { action: 'run', reason: 'forced' };
  const { content, writer } = artefactOf(entry);
  if (content !== standing) return { action: 'run', reason: 'text changed' };
  return writer === writerOf(model)
    ? { action: 'skip', reason: 'unchanged' }
    : { action: 'run', reason: 'another model' };
}

function unitOf(
  chunk: CulturalChunk,
  entry: MemoEntry | undefined,
  { model, variation }: { model: ChatModel | null; variation: string | null },
): CultureUnit {
  const before = entry && artefactOf(entry);
  const content = before?.content === chunk.content ? before.original : chunk.content;
  const writer = model ? writerOf(model) : '';
  const parts = [chunk.id, chunk.topic, content, ...(variation === null ? [] : [variation])];
  const input = hashParts([writer, ...parts]);
  return { key: chunk.id, input, chunk: { ...chunk, content }, variation };
}

const writerOf = ({ name }: ChatModel): string => `${name}/${VERSION}.${PROMPT_VERSION}`;

const artefactOf = ({ value }: MemoEntry): CultureArtefact => value as unknown as CultureArtefact;

async function compute(
  { model }: CultureOptions,
  { chunk, variation }: CultureUnit,
  signal: AbortSignal,
): Promise<Outcome> {
  if (!model) return { kept: 'no model' };
  try {
    const seed = variation === null ? null : seedOf(hashText(variation));
    const { text, rejected } = await rewrite(chunk, { model, seed, signal });
    const original = chunk.content;
    return {
      artefact: { original, content: text ?? original, rejected, writer: writerOf(model) },
    };
  } catch (thrown) {
    const { code, message } = asGibseyError(thrown);
    if (code !== 'SERVICE_UNREACHABLE' && code !== 'BUDGET_SPENT') throw thrown;
    signal.throwIfAborted(); // a night at its end has its own word for it
    return { kept: message };
  }
}

const seedOf = (hash: Hash): number => Number.parseInt(hash.slice(0, 7), 16);

/** Remembered before it is put: a night that is killed in between still knows what people wrote. */
async function commit(
  { culture, memo }: CultureOptions,
  { key, input, chunk }: CultureUnit,
  made: CultureArtefact,
): Promise<void> {
  const first = await memo.putFirst('culture', key, input, made as unknown as Json);
  const { content } = first as unknown as CultureArtefact;
  await culture.put([{ ...textOf(chunk), content }]);
}

function textOf({
  id,
  topic,
  content,
  triggerKeyword,
  language,
  whenToUse,
  metadata,
}: CulturalText): CulturalText {
  return { id, topic, content, triggerKeyword, language, whenToUse, metadata };
}
