import { splitSentences } from '../../algorithms/text/sentences.js';
import {
  estimateTokens,
  SHARES_PER_TOKEN,
  tokenShares,
} from '../../algorithms/text/token-estimate.js';

/** Marks around a page in the prompt, in tokens. */
const MARKS = 16;

/**
 * Texts in their order, packed into as few parts of at most `budget` estimated tokens as next-fit finds. A
 * text that does not fit into one part is split between sentences, a sentence that does not between
 * characters; nothing is left out.
 */
export function packParts(texts: readonly string[], budget: number): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const piece of texts.flatMap((text) => splitToFit(text, budget - MARKS))) {
    const cost = estimateTokens(piece) + MARKS;
    const last = parts.at(-1);
    if (last && cost <= room) last.push(piece);
    else parts.push([piece]);
    room = (last && cost <= room ? room : budget) - cost;
  }
  return parts;
}

function splitToFit(text: string, limit: number): string[] {
  if (estimateTokens(text) <= limit) return text.trim() === '' ? [] : [text];
  const pieces: string[] = [];
  let piece = '';
  for (const { start, end } of splitSentences(text)) {
    for (const run of cutToFit(text.slice(start, end), limit)) {
      const longer = piece === '' ? run : `${piece} ${run}`;
      if (piece !== '' && estimateTokens(longer) > limit) {
        pieces.push(piece);
        piece = run;
      } else piece = longer;
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** Runs of characters (never half of one) of at most `limit` tokens. */
export function cutToFit(text: string, limit: number): string[] {
  const runs: string[] = [];
  let start = 0;
  let shares = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    shares += tokenShares(unit);
    const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
    if (shares <= limit * SHARES_PER_TOKEN || at === start || isLowSurrogate) continue;
    runs.push(text.slice(start, at));
    start = at;
    shares = tokenShares(unit);
  }
  return [...runs, text.slice(start)];
}
