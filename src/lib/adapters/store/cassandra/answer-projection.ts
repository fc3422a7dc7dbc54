import { leastScore } from '../../../algorithms/calibration/least-score.js';
import type { GoldenAnswer } from '../../../domain/answer.js';
import type { Generation, GenerationEntry } from '../../../domain/generation.js';
import type { EmbeddedQuery } from '../../../domain/query.js';
import { isShown, wordingsOf } from '../../../domain/wording.js';
import type { ClusteringStore, MemoStore, QueryStore } from '../../../ports/index.js';
import { encodeVector } from '../vectors.js';
import type { ProjectedTable, Projection } from './projections.js';
import { wordingId, type QueryVectorTables, type ShownWording } from './query-vectors.js';
import type { Session, Statement, Value } from './session.js';

export interface AnswerSources {
  clusterings: Pick<ClusteringStore, 'scanMembers'>;
  memo: Pick<MemoStore, 'artefacts' | 'get'>;
  queries: Pick<QueryStore, 'get'>;
}

/** `golden_answers`, `query_clusters`, and the indexed vectors of the latter. */
export function answerProjection(
  session: Session,
  sources: AnswerSources,
  vectors: QueryVectorTables,
): Projection {
  return {
    pipeline: 'answers',
    async tablesOf(generation) {
      const answers = await answersOf(generation, sources);
      const wordings = await wordingsShown(generation, answers, sources);
      const rows = new Map<Value, Statement>(
        wordings.map((each) => [wordingId(each), wordingRow(each)]),
      );
      return [
        await goldenAnswers(session, answers, sources),
        { name: 'query_clusters', key: 'id', rows },
        ...(await vectors.tablesOf(wordings)),
      ];
    },
  };
}

/** A question and the published cluster that it is in. */
interface Member extends Pick<ShownWording, 'clusterId' | 'distance'> {
  query: EmbeddedQuery;
}

async function membersOf(
  { clustering, space }: Generation,
  { clusterings, queries }: AnswerSources,
): Promise<Member[]> {
  const members: Member[] = [];
  for await (const batch of clusterings.scanMembers(clustering)) {
    const places = new Map(batch.map((member) => [member.id, member]));
    // Only the id of a space matters where queries are read.
    for (const query of await queries.get({ id: space, dimensions: 0 }, [...places.keys()])) {
      const { clusterId, distance } = places.get(query.id)!;
      members.push({ clusterId, distance, query });
    }
  }
  return members;
}

/** As in SQLite's view. */
async function wordingsShown(
  generation: Generation,
  answers: readonly Shown[],
  sources: AnswerSources,
): Promise<ShownWording[]> {
  const { minUsers = null } = generation;
  const questions = new Map(answers.map(({ entry, answer }) => [entry.clusterId, answer.question]));
  const clusters = new Map<number, Member[]>();
  for (const member of await membersOf(generation, sources)) {
    const { clusterId } = member;
    clusters.set(clusterId, [...(clusters.get(clusterId) ?? []), member]);
  }
  return [...clusters].flatMap(([clusterId, members]) => {
    const canonical = questions.get(clusterId) ?? null;
    return wordingsOf(members.map(({ query }) => query))
      .filter((wording) => isShown(wording, { canonical, minUsers }))
      .map((wording) => ({ ...wording, clusterId, distance: leastDistance(wording, members) }));
  });
}

function leastDistance({ query }: Pick<ShownWording, 'query'>, members: readonly Member[]): number {
  const same = members.filter((member) => member.query.text === query.text);
  return Math.min(...same.map(({ distance }) => distance));
}

/** As in SQLite's view: the cosine to the centre of the cluster, 0 where it is negative. */
const similarityOf = ({ distance }: ShownWording) => Math.max(0, Math.min(1, 1 - distance));

const DAY_MS = 86_400_000;

/** The asker is written as null: the row may have had one. */
function wordingRow(wording: ShownWording): Statement {
  const { query, clusterId, queries, users, first } = wording;
  const day = new Date(Math.floor(first / DAY_MS) * DAY_MS);
  return {
    cql: `INSERT INTO query_clusters (id, cluster_id, query_text, embedding, similarity_score, user_id, created_at,
      language, queries, users) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
    values: [
      ...[wordingId(wording), clusterId, query.text, encodeVector(query.vector)],
      ...[similarityOf(wording), null, day, query.language, queries, users],
    ],
  };
}

interface Shown {
  entry: GenerationEntry;
  answer: GoldenAnswer;
}

async function answersOf({ entries }: Generation, { memo }: AnswerSources): Promise<Shown[]> {
  const inputs = entries.map(({ artefact }) => artefact);
  const artefacts = await memo.artefacts('answers', inputs);
  return entries.flatMap((entry) => {
    const artefact = artefacts.get(entry.artefact) as { answer?: GoldenAnswer | null } | undefined;
    return artefact?.answer ? [{ entry, answer: artefact.answer }] : [];
  });
}

async function goldenAnswers(
  session: Session,
  answers: readonly Shown[],
  { memo }: AnswerSources,
): Promise<ProjectedTable> {
  const since = await firstShown(session);
  const stored = (await memo.get('answers', ['calibration'])).get('calibration')?.value ?? null;
  const calibration = stored as unknown as Parameters<typeof leastScore>[0];
  const rows = new Map<Value, Statement>();
  for (const { entry, answer } of answers) {
    const first = Math.min(since.get(entry.clusterId) ?? Infinity, answer.updatedAt);
    const threshold = leastScore(calibration, answer.queries);
    rows.set(entry.artefact, answerRow(entry, answer, { first, threshold }));
  }
  return { name: 'golden_answers', key: 'id', rows };
}

/** When each cluster was first shown with an answer, epoch ms; another program may have left a part of a row. */
async function firstShown(session: Session): Promise<Map<number, number>> {
  type Row = { cluster_id: number | null; created_at: Date | null };
  const cql = 'SELECT cluster_id, created_at FROM golden_answers';
  const since = new Map<number, number>();
  for (const { cluster_id, created_at } of await session.read<Row>(cql)) {
    if (cluster_id !== null && created_at) since.set(cluster_id, created_at.getTime());
  }
  return since;
}

function answerRow(
  entry: GenerationEntry,
  answer: GoldenAnswer,
  { first, threshold }: { first: number; threshold: number },
): Statement {
  const { question, sources, tokens, generationMs, quality, updatedAt } = answer;
  const metadata = { tokens, generation_ms: generationMs, quality, threshold };
  return {
    cql: `INSERT INTO golden_answers (id, cluster_id, canonical_question, answer, sources, metadata, created_at,
      updated_at, language, model, queries, users, stale)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
    values: [
      ...[entry.artefact, entry.clusterId, question, answer.answer, JSON.stringify(sources)],
      ...[JSON.stringify(metadata), new Date(first), new Date(updatedAt), answer.language],
      ...[answer.model, answer.queries, answer.users, entry.stale],
    ],
  };
}
