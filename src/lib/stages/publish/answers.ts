import { maskPersonal } from '../../algorithms/text/masking.js';
import type { GoldenAnswer } from '../../domain/answer.js';
import type { GenerationEntry } from '../../domain/generation.js';
import type { MemoStore, PageStore } from '../../ports/index.js';
import { answerKey, type AnswerArtefact } from '../answers/stage.js';

/**
 * The answer of every candidate that has one; stale where a page that it draws on has changed since. One that
 * could not be renewed carries its last answer forward, unless its question would be masked now.
 */
export async function answerEntries(
  candidates: readonly { clusterId: number }[],
  { memo, pages }: { memo: MemoStore; pages: PageStore },
): Promise<GenerationEntry[]> {
  const keys = candidates.map(({ clusterId }) => answerKey(clusterId));
  const written = await memo.get('answers', keys);
  const entries: GenerationEntry[] = [];
  for (const { clusterId } of candidates) {
    const entry = written.get(answerKey(clusterId));
    const answer = (entry?.value as unknown as AnswerArtefact | undefined)?.answer;
    if (!entry || !answer || maskPersonal(answer.question).found.length > 0) continue;
    entries.push({ clusterId, artefact: entry.input, stale: await isStale(answer, pages) });
  }
  return entries;
}

async function isStale({ sources }: GoldenAnswer, pages: PageStore): Promise<boolean> {
  const now = await pages.get([...new Set(sources.map(({ pageId }) => pageId))]);
  const hashes = new Map(now.map(({ id, contentHash }) => [id, contentHash]));
  return sources.some(({ pageId, contentHash }) => hashes.get(pageId) !== contentHash);
}
