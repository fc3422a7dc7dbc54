import { hashParts } from '../../algorithms/text/hashing.js';
import type { AnswerSource, GoldenAnswer } from '../../domain/answer.js';
import type { Membership } from '../../domain/clustering.js';
import type { Hash, Json, Scope, Space } from '../../domain/values.js';
import type {
  ChangeFeed,
  Clock,
  ClusteringStore,
  MemoEntry,
  MemoStore,
  PageStore,
  QueryStore,
  VectorStore,
} from '../../ports/index.js';
import { committedClustering } from '../committed.js';
import type { Plan, Stage, Unit } from '../stage.js';
import { candidatesOf, type Candidate, type Gate } from './candidates.js';
import { Sought, type SoughtPage } from './sought.js';

/** Who writes the answers; composed outside of the stage from retrieval and a model. */
export interface AnswerWriter {
  /** `extractive`, or the name of the model with the version of its prompt. */
  readonly name: string;
  /** Takes up what has changed in the pages, so that `sources` finds them as they are. */
  refresh(signal: AbortSignal): Promise<unknown>;
  /**
   * The pages that an answer would be made from, best first; reads only.
   * @throws SERVICE_UNREACHABLE while the question cannot be embedded: what words alone find is not kept
   */
  sources(
    question: string,
    signal: AbortSignal,
    wordings?: readonly string[],
  ): Promise<readonly SoughtPage[]>;
  /**
   * Null when no page says anything on it; `unsure` when there was no model to answer, and no page is sure to.
   * @param wordings in which others have asked the same, by which its pages are found, too
   */
  write(
    question: string,
    signal: AbortSignal,
    wordings?: readonly string[],
  ): Promise<AnswerDraft | 'unsure' | null>;
}

export interface AnswerDraft {
  answer: string;
  sources: AnswerSource[];
  model: string;
  tokens: number;
}

export interface AnswersOptions extends Gate {
  queries: QueryStore;
  clusterings: ClusteringStore;
  memo: MemoStore;
  pages: PageStore;
  vectors: VectorStore;
  changes: ChangeFeed;
  space: Space;
  /** Of gibsey: another one may find other pages. */
  release: string;
  writer: AnswerWriter;
  clock: Clock;
  concurrency: number;
  /** Marks the answers that are written anew under `force`. */
  runId: string;
}

/** An answer as the memo holds it; null where no page says anything. */
export interface AnswerArtefact {
  /** Of question and pages, whoever writes. */
  basis: Hash;
  /** `AnswerWriter.name` of whoever wrote it. */
  writer: string;
  answer: GoldenAnswer | null;
}

export interface AnswerUnit extends Unit {
  basis: Hash;
  /** Artefacts are immutable: what is written anew by force has an input of its own. */
  variation: string | null;
  candidate: Candidate;
}

export const EXTRACTIVE = 'extractive';
const VERSION = 5;
const PIPELINE: Scope = 'answers';

export const answerKey = (clusterId: number): string => `question:${clusterId}`;

/**
 * Prepares an answer for each question that several users ask. Written anew when the canonical question, one
 * of the pages that it draws on or the writer has changed; a model's answer is not replaced by an extractive
 * one while its pages stand.
 */
export function answersStage(options: AnswersOptions): Stage<AnswerUnit, AnswerArtefact> {
  const { memo, concurrency, max } = options;
  const sought = new Sought({ ...options, version: VERSION });
  return {
    name: 'answers',
    version: VERSION,
    needs: ['query-clusters', 'embed'],
    limits: { concurrency, batch: 1 }, // an answer may have taken a minute: none waits to be stored
    most: () => max,
    plan: (how) => plan(options, sought, how),
    compute: (unit, signal) => compute(options, unit, signal),
    async commit(results) {
      for (const { unit, value } of results) {
        // Of who really wrote it: an extractive text in place of an absent model is planned again.
        const input = inputHash(unit, value.writer);
        await memo.putFirst('answers', unit.key, input, value as unknown as Json);
      }
    },
    remember: () => sought.keep(),
  };
}

async function* plan(
  options: AnswersOptions,
  sought: Sought,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<AnswerUnit>> {
  const { memo, writer } = options;
  const candidates = await currentCandidates(options);
  if (candidates.length > 0) await sought.begin(force, signal);
  const entries = await memo.get(
    'answers',
    candidates.map(({ clusterId }) => answerKey(clusterId)),
  );
  for (const candidate of candidates) {
    const basis = await sought.basisOf(candidate, signal);
    const key = answerKey(candidate.clusterId);
    const made = { basis, variation: force ? options.runId : null };
    const unit = { ...made, key, input: inputHash(made, writer.name), candidate };
    yield decided(unit, entries.get(key), { writer, force });
  }
}

function inputHash(
  { basis, variation }: Pick<AnswerUnit, 'basis' | 'variation'>,
  writer: string,
): Hash {
  return hashParts([basis, writer, ...(variation === null ? [] : [variation])]);
}

/** The clusters of the last clustering that are to have an answer, best first. */
export async function currentCandidates(
  options: Pick<AnswersOptions, 'clusterings' | 'memo' | 'queries' | 'space' | 'minUsers' | 'max'>,
): Promise<Candidate[]> {
  const { clusterings, memo, queries, space } = options;
  const committed = await committedClustering(memo, PIPELINE);
  const clustering = committed && (await clusterings.get(committed.clustering));
  if (!clustering) return [];
  const members = new Map<number, Membership[]>();
  for (const { clusterId } of clustering.clusters) {
    members.set(clusterId, await clusterings.members(clustering.id, clusterId));
  }
  const ids = [...members.values()].flat().map(({ id }) => id);
  const asked = new Map((await queries.get(space, ids)).map((query) => [query.id, query]));
  return candidatesOf(clustering.clusters, members, asked, options);
}

function decided(
  unit: AnswerUnit,
  entry: MemoEntry | undefined,
  { writer, force }: { writer: AnswerWriter; force: boolean },
): Plan<AnswerUnit> {
  const before = entry?.value as unknown as AnswerArtefact | undefined;
  if (!before) return { unit, action: 'run', reason: 'new' };
  if (before.basis !== unit.basis)
    return { unit, action: 'run', reason: 'question or pages changed' };
  if (before.writer === writer.name) {
    return force
      ? { unit, action: 'run', reason: 'forced' }
      : { unit, action: 'skip', reason: 'unchanged' };
  }
  return writer.name === EXTRACTIVE
    ? { unit, action: 'skip', reason: 'a model has answered it' }
    : { unit, action: 'run', reason: 'another model' };
}

async function compute(
  { writer, clock }: AnswersOptions,
  { candidate, basis }: AnswerUnit,
  signal: AbortSignal,
): Promise<AnswerArtefact> {
  const { canonical, clusterId, cohesion, queries, users, wordings } = candidate;
  const start = clock.monotonic();
  const draft = await writer.write(canonical.text, signal, wordings);
  if (draft === null) return { basis, writer: writer.name, answer: null };
  if (draft === 'unsure') return { basis, writer: EXTRACTIVE, answer: null };
  const from = { basis, writer: draft.model === EXTRACTIVE ? EXTRACTIVE : writer.name };
  const { language, text: question } = canonical;
  const generationMs = Math.round(clock.monotonic() - start);
  const made = { clusterId, question, language, quality: cohesion, queries, users };
  return { ...from, answer: { ...made, ...draft, generationMs, updatedAt: clock.now() } };
}
