/**
 * Posts that say the same, and posts that only look so: made of paragraphs, each by one change of which it is known what
 * it does to the sense. The changes are drawn by seed.
 */
import { splitSentences } from '../src/lib/algorithms/text/sentences.js';
import { termFinder, terms } from '../src/lib/algorithms/text/tokens.js';
import { seededRandom } from '../src/lib/algorithms/random.js';

export interface LabelledPost {
  id: string;
  text: string;
  /** Posts of one statement are copies of each other. */
  statement: string;
}

/** Of the language, not of the matter: in place of each other they leave the sense. */
const find = termFinder();
const content = (text: string): string[] =>
  (text.match(/\b[a-z]{6,}\b/g) ?? []).filter((word) => terms(word, find).length > 0);

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
    const [own, strange] = [content(text), content(drawn(others, random)!)];
    const other = drawn(
      strange.filter((word) => !own.includes(word)),
      random,
    );
    const one = drawn(own, random);
    if (one === undefined || other === undefined) return null;
    return changed(text, new RegExp(`\\b${one}\\b`, 'g'), random, () => other);
  },
  denial: (text, random) =>
    changed(text, /\b(?:is|was|are|were|can|will|has)\b/g, random, (verb) => `${verb} not`),
  exchanged: (text) => {
    const names = text.match(/(?<=[a-z] )[A-Z][a-z]{3,}\b/g) ?? [];
    const [a, b] = new Set(names.filter((name) => terms(name, find).length > 0));
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
    // What is changed stands before what a shorter copy leaves out: no copy is one of a twin, too.
    const last = splitSentences(text).at(-1)?.start ?? 0;
    const [head, tail] = [text.slice(0, last), text.slice(last)];
    const made = (changes: typeof COPIES, statementOf: (kind: string) => string, end = '') =>
      Object.entries(changes).flatMap(([kind, change]) => {
        const other = change(end === '' ? text : head, random, others);
        if (other === null || other + end === text) return [];
        return [{ id: `${id}/${kind}`, text: other + end, statement: statementOf(kind) }];
      });
    return [
      { id, text, statement: id },
      ...made(COPIES, () => id),
      ...made(TWINS, (kind) => `${id}/${kind}`, tail),
    ];
  });
}

const drawn = <T>(list: readonly T[], random: () => number): T | undefined =>
  list[Math.floor(random() * list.length)];

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
