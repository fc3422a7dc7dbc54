/**
 * Posts that say the same, and posts that only look so: made of paragraphs, each by one change of which it is known what
 * it does to the sense. The changes are drawn by seed.
 */
import { splitSentences } from '../src/lib/algorithms/text/sentences.js';
import { seededRandom } from '../src/lib/algorithms/random.js';

export interface LabelledPost {
  id: string;
  text: string;
  /** Posts of one statement are copies of each other. */
  statement: string;
}

type Change = (text: string, random: () => number, others: readonly string[]) => string | null;

/** What people do to a text when they post it again. */
const COPIES: Readonly<Record<string, Change>> = {
  greeting: (text) => `Ask HN: ${text} Any ideas? Thanks in advance!`,
  misspelt: (text, random) => changed(text, /\b[a-z]{6,}\b/g, random, (word) => swapAt(word, 2)),
  shorter: (text) => {
    const spans = splitSentences(text);
    const last = spans.at(-1);
    return spans.length < 4 || !last ? null : text.slice(0, last.start).trim();
  },
  retyped: (text) =>
    `${text.toLowerCase().replaceAll(' ', '  ').replaceAll(',', '')}\n\n--\nsent from my phone`,
};

/** What makes it another statement. */
const TWINS: Readonly<Record<string, Change>> = {
  number: (text, random) =>
    changed(text, /\b\d{1,4}\b/g, random, (number) =>
      String(Number(number) + 1 + Math.floor(9 * random())),
    ),
  thing: (text, random, others) => {
    const words = others[Math.floor(random() * others.length)]!.match(/\b[a-z]{6,}\b/g) ?? [];
    const other = words[Math.floor(random() * words.length)];
    return other === undefined ? null : changed(text, /\b[a-z]{6,}\b/g, random, () => other);
  },
  denial: (text, random) =>
    changed(text, /\b(?:is|was|are|were|can|will|has)\b/g, random, (verb) => `${verb} not`),
  exchanged: (text) => {
    const [a, b] = new Set(text.slice(1).match(/(?<= )[A-Z][a-z]{3,}\b/g) ?? []);
    if (a === undefined || b === undefined) return null;
    return text.replaceAll(new RegExp(`\\b(?:${a}|${b})\\b`, 'g'), (name) => (name === a ? b : a));
  },
};

export const TWIN_KINDS = Object.keys(TWINS);

/** For each paragraph itself, its copies, and its twins, which are statements of their own. */
export function postsOf(
  paragraphs: readonly { id: string; text: string }[],
  seed: number,
): LabelledPost[] {
  const random = seededRandom(seed);
  const others = paragraphs.map(({ text }) => text);
  return paragraphs.flatMap(({ id, text }) => {
    const made = (changes: typeof COPIES, statementOf: (kind: string) => string) =>
      Object.entries(changes).flatMap(([kind, change]) => {
        const other = change(text, random, others);
        if (other === null || other === text) return [];
        return [{ id: `${id}/${kind}`, text: other, statement: statementOf(kind) }];
      });
    return [
      { id, text, statement: id },
      ...made(COPIES, () => id),
      ...made(TWINS, (kind) => `${id}/${kind}`),
    ];
  });
}

/** One of the places that a pattern finds, changed. */
function changed(
  text: string,
  pattern: RegExp,
  random: () => number,
  change: (found: string) => string,
): string | null {
  const found = [...text.matchAll(pattern)];
  const at = found[Math.floor(random() * found.length)];
  if (!at) return null;
  const [word] = at;
  return text.slice(0, at.index) + change(word) + text.slice(at.index + word.length);
}

const swapAt = (word: string, at: number): string =>
  word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
