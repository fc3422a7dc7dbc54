import { dot } from '../../../algorithms/vectors/dot.js';
import type { GoldenAnswer } from '../../../domain/answer.js';
import { wordingsOf as curatedWordings, type CuratedAnswer } from '../../../domain/curated.js';
import type { Generation, GenerationEntry } from '../../../domain/generation.js';
import type { EmbeddedQuery } from '../../../domain/query.js';
import { isShown, wordingsOf } from '../../../domain/wording.js';
import type { Embedder, Store } from '../../../ports/index.js';
import type { Question } from './question-index.js';
import { conflictsOf } from '../vetoes/conflict.js';
import { read } from '../vetoes/reading.js';
import type { CuratedVectors } from './curated-vectors.js';
import type { Stocked } from '../lookup/prepared.js';

type Stores = Pick<Store, 'memo' | 'clusterings' | 'queries'>;

/** The answers of a published night with all questions of their clusters. */
export async function minedStock(
  { memo, clusterings, queries }: Stores,
  { space }: Pick<Embedder, 'space'>,
  generation: Generation,
): Promise<Stocked[]> {
  const { entries, clustering, minUsers } = generation;
  const artefacts = await memo.artefacts(
    'answers',
    entries.map(({ artefact }) => artefact),
  );
  const stock: Stocked[] = [];
  for (const { clusterId, artefact } of entries satisfies GenerationEntry[]) {
    const held = artefacts.get(artefact) as unknown as { answer: GoldenAnswer | null } | undefined;
    if (!held?.answer) continue;
    const { question, answer, sources, updatedAt } = held.answer;
    const members = await clusterings.members(clustering, clusterId);
    const asked = await queries.get(
      space,
      members.map(({ id }) => id),
    );
    stock.push({
      prepared: {
        ...{ answerId: artefact, clusterId, question, answer },
        ...{ sources, references: [], updatedAt },
      },
      questions: canonicalFirst(asked, { canonical: question, minUsers: minUsers ?? null }),
    });
  }
  return stock;
}

/** Cosine to the canonical question below which a member came into its cluster by way of others. */
const LEAST_LIKE = 0.4;
/** The same for one that asks for something else: who in place of why. */
const LEAST_LIKE_OTHER = 0.8;

/** Each wording once, and none that asks for another answer: the answer is to the canonical one. */
function canonicalFirst(
  asked: readonly EmbeddedQuery[],
  { canonical, minUsers }: { canonical: string; minUsers: number | null },
): Question[] {
  const questions = wordingsOf(asked).map((wording): Question => {
    const { text, vector } = wording.query;
    const hidden = !isShown(wording, { canonical, minUsers });
    return { text, vector, ...(hidden ? { shownAs: canonical } : {}) };
  });
  const first = questions.find(({ text }) => text === canonical);
  if (!first) return [];
  return [first, ...questions.filter((other) => other !== first && asksWith(first, other))];
}

/** Neither wandered off, nor for a person where a reason is asked for, nor the question turned round. */
function asksWith(canonical: Question, { text, vector }: Question): boolean {
  const same = asksFor(text) === asksFor(canonical.text);
  return (
    dot(vector, canonical.vector) >= (same ? LEAST_LIKE : LEAST_LIKE_OTHER) &&
    conflictsOf(read(text), read(canonical.text)).length === 0
  );
}

const ASKS_FOR = /^\W*(who(?:m|se)?|where|when|how (?:many|much|long|old|far|often))\b/i;

/** By the question words of English that leave no doubt; empty for any other question. */
const asksFor = (question: string): string => ASKS_FOR.exec(question)?.[1]?.toLowerCase() ?? '';

/** The answers of people with those of their questions that have a vector. */
export function curatedStock(
  answers: readonly CuratedAnswer[],
  vectors: Pick<CuratedVectors, 'of'>,
): Stocked[] {
  const asked = (text: string) => {
    const vector = vectors.of(text);
    return vector ? [{ text, vector }] : [];
  };
  return answers.map(({ id, question, variants, answer, sources, updatedAt }) => ({
    prepared: {
      ...{ answerId: id, clusterId: null, question, answer },
      ...{ sources: [], references: sources, updatedAt },
    },
    questions: curatedWordings({ question, variants }).flatMap(asked),
  }));
}

/** Cosine from which two questions are one, as far as meaning goes. */
const SAME = 0.97;

/**
 * Puts a mined answer away where people have answered the same: its questions then ask for theirs.
 */
export function merged(curated: readonly Stocked[], mined: readonly Stocked[]): Stocked[] {
  const kept: Stocked[] = [];
  const extended = curated.map((each) => ({ ...each }));
  for (const each of mined) {
    const same = extended.find((other) => asksTheSame(each, other));
    if (!same) kept.push(each);
    else {
      const has = new Set(same.questions.map(({ text }) => text));
      const more = each.questions.filter(({ text }) => !has.has(text));
      same.questions = [...same.questions, ...more];
      same.prepared = { ...same.prepared, clusterId: each.prepared.clusterId };
    }
  }
  return [...extended, ...kept];
}

function asksTheSame({ questions: [canonical] }: Stocked, { questions }: Stocked): boolean {
  if (!canonical) return false;
  return questions.some(
    ({ text, vector }) =>
      text === canonical.text ||
      (dot(vector, canonical.vector) >= SAME &&
        conflictsOf(read(canonical.text), read(text)).length === 0),
  );
}
