import { isInsidePair, isSpace } from './characters.js';
import { splitSentences, type Span } from './sentences.js';

/** Part of the embedding space: a change of how passages are cut needs a new name. */
export const CHUNKER = 'sentences-1';

export interface PassageOptions {
  /** Tokens of a text, special tokens included. Should not cut: a long text has a large count. */
  countTokens: (text: string) => number;
  /** Most tokens of a passage, special tokens included. */
  window: number;
}

const AIM = 3;
const MOST = 4;
/** A passage of `AIM` sentences below this share of the window takes a fourth. */
const TINY = 1 / 6;

/** A sentence, or a piece of one that alone is longer than the window. */
interface Part extends Span {
  /** Without special tokens. */
  tokens: number;
  piece: boolean;
}

/**
 * Passages of 2–4 whole sentences (3 where they fit) within the window; together they cover all sentences in
 * order. A sentence beyond the window is cut between words, behind a comma or the like when one is near, and
 * its pieces stand alone. Each sentence is counted once: the sum of the counts bounds the count of the whole.
 */
export function cutPassages(body: string, options: PassageOptions): Span[] {
  const special = options.countTokens('');
  const room = Math.max(1, options.window - special);
  const count = (text: string) => Math.max(0, options.countTokens(text) - special);
  const parts = splitSentences(body).flatMap((span) => fitting(body, span, room, count));
  return group(parts, room).map((members) => ({
    start: members[0]?.start ?? 0,
    end: members.at(-1)?.end ?? 0,
  }));
}

function group(parts: readonly Part[], room: number): Part[][] {
  const groups: Part[][] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && takes(last, part, room)) last.push(part);
    else groups.push([part]);
  }
  return joinStragglers(groups, room);
}

function takes(members: readonly Part[], part: Part, room: number): boolean {
  const tokens = total(members);
  if (part.piece || members[0]?.piece || tokens + part.tokens > room) return false;
  return members.length < AIM || (members.length < MOST && tokens + part.tokens <= room * TINY);
}

/** A single sentence at the end goes to the passage before it, when it fits. */
function joinStragglers(groups: Part[][], room: number): Part[][] {
  const last = groups.at(-1);
  const before = groups.at(-2);
  if (!last || !before || last.length > 1 || last[0]?.piece || before[0]?.piece) return groups;
  if (before.length >= MOST || total(before) + total(last) > room) return groups;
  return [...groups.slice(0, -2), [...before, ...last]];
}

function total(members: readonly Part[]): number {
  return members.reduce((sum, member) => sum + member.tokens, 0);
}

/** A text with more characters than this for each token of room is cut before it is counted. */
const MOST_PER_TOKEN = 8;

type Count = (text: string) => number;

/** The span itself, or the pieces it must be cut into: about equal, each within the room. */
function fitting(body: string, span: Span, room: number, count: Count): Part[] {
  const parts: Part[] = [];
  let most = room * MOST_PER_TOKEN;
  let { start } = span;
  while (start < span.end) {
    const part = firstPiece(body, { start, end: span.end }, { room, most, count });
    most = room * ((part.end - start) / Math.max(1, part.tokens));
    parts.push(part);
    start = skipSpace(body, part.end, span.end);
  }
  return parts.length === 1 ? parts.map((part) => ({ ...part, piece: false })) : parts;
}

/** Cuts at a guess of `most` characters, counts, and corrects the guess until the piece fits. */
function firstPiece(
  body: string,
  { start, end: last }: Span,
  guess: { room: number; most: number; count: Count },
): Part {
  let length = even(last - start, guess.most);
  for (;;) {
    const end = start + length >= last ? last : cutPoint(body, start, start + length);
    const tokens = guess.count(body.slice(start, end));
    if (tokens <= guess.room || end - start <= 2) {
      return { start, end: trimEnd(body, end), tokens, piece: true };
    }
    const measured = ((end - start) / tokens) * guess.room * SLACK;
    length = Math.min(even(last - start, measured), Math.floor((end - start) * SLACK));
  }
}

/** Room left for text that has more tokens to the character than the piece it was measured on. */
const SLACK = 0.95;

/** Length of the next piece when `left` is cut into equal ones of at most `most` characters. */
function even(left: number, most: number): number {
  return Math.ceil(left / Math.ceil(left / Math.max(1, most)));
}

const CLAUSE = new Set([...',;:—–)，、；：'].map((sign) => sign.charCodeAt(0)));

/** Where to cut at or before `limit`: behind a clause, else before a word, else between two characters. */
function cutPoint(body: string, start: number, limit: number): number {
  const least = start + Math.floor((limit - start) * 0.6);
  let word = -1;
  for (let at = limit; at > start; at--) {
    if (at <= least && word > 0) return word;
    if (isClauseEnd(body, at) && at > least) return at;
    if (word < 0 && isSpace(body.charCodeAt(at))) word = at;
  }
  if (word > start) return word;
  if (!isInsidePair(body, limit)) return limit;
  return limit - 1 > start ? limit - 1 : limit + 1;
}

function isClauseEnd(body: string, at: number): boolean {
  const unit = body.charCodeAt(at - 1);
  if (!CLAUSE.has(unit)) return false;
  return unit > 0x7f || isSpace(body.charCodeAt(at));
}

function trimEnd(body: string, end: number): number {
  while (end > 0 && isSpace(body.charCodeAt(end - 1))) end--;
  return end;
}

function skipSpace(body: string, at: number, end: number): number {
  while (at < end && isSpace(body.charCodeAt(at))) at++;
  return at;
}
