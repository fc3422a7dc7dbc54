/** An answer that people wrote; the night never changes it. */
export interface CuratedAnswer {
  id: string;
  question: string;
  answer: string;
  /** Other ways to ask the same. */
  variants: string[];
  /** Ids of pages, or addresses, as they were given. */
  sources: string[];
  /** Epoch ms. */
  updatedAt: number;
}

/** What it is asked for by, its question first, each wording once. */
export const wordingsOf = ({
  question,
  variants,
}: Pick<CuratedAnswer, 'question' | 'variants'>): string[] => [...new Set([question, ...variants])];
