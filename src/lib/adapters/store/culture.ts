import { canonicalJson } from '../../algorithms/text/hashing.js';
import type { CulturalChunk, CulturalText } from '../../domain/culture.js';
import type { Json } from '../../domain/values.js';

/** What the column `metadata` holds: the use of a chunk, and the keys of its text. */
export interface CulturalMetadata {
  usage_count: number;
  /** Epoch ms. */
  last_used: number | null;
  [key: string]: Json;
}

/** Other programs may have left the use out. */
export function readCulturalMetadata(
  json: string,
): Pick<CulturalChunk, 'metadata' | 'usageCount' | 'lastUsed'> {
  const { usage_count, last_used, ...metadata } = JSON.parse(json) as Partial<CulturalMetadata>;
  return {
    metadata: metadata as Record<string, Json>,
    usageCount: usage_count ?? 0,
    lastUsed: last_used ?? null,
  };
}

export function culturalMetadata(
  { metadata }: Pick<CulturalText, 'metadata'>,
  { usageCount, lastUsed }: Pick<CulturalChunk, 'usageCount' | 'lastUsed'>,
): string {
  const all: CulturalMetadata = { ...metadata, usage_count: usageCount, last_used: lastUsed };
  return JSON.stringify(all);
}

/** Whether two texts say the same, whatever the order of their further keys. */
export function sameText(a: CulturalText, b: CulturalText): boolean {
  return canonicalJson(partsOf(a)) === canonicalJson(partsOf(b));
}

const partsOf = ({
  topic,
  content,
  triggerKeyword,
  language,
  whenToUse,
  metadata,
}: CulturalText) => [topic, content, triggerKeyword, language, whenToUse, metadata];
