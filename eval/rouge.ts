/**
 * ROUGE (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries"), F1: lower-case words of [a-z0-9]+,
 * stop words kept. With stems it agrees with `rouge_score` (use_stemmer=True): words of more than three letters.
 */
import { stem } from '../src/lib/algorithms/text/stem.js';

export interface Rouge {
  one: number;
  two: number;
  longest: number;
}

export function rougeWords(text: string, stemmed: boolean): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return stemmed ? words.map((word) => (word.length > 3 ? stem(word) : word)) : words;
}

/** ROUGE-1, -2 and -L of a summary against one reference, each 0…1. */
export function rouge(summary: readonly string[], reference: readonly string[]): Rouge {
  return {
    one: overlap(grams(summary, 1), grams(reference, 1)),
    two: overlap(grams(summary, 2), grams(reference, 2)),
    longest: f1(longestCommon(summary, reference), summary.length, reference.length),
  };
}

function grams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function overlap(a: Map<string, number>, b: Map<string, number>): number {
  let shared = 0;
  for (const [gram, count] of a) shared += Math.min(count, b.get(gram) ?? 0);
  return f1(shared, sum(a.values()), sum(b.values()));
}

function f1(shared: number, ours: number, theirs: number): number {
  return ours + theirs === 0 ? 0 : (2 * shared) / (ours + theirs);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Length of the longest common subsequence. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Uint32Array(b.length + 1);
  for (const word of a) {
    const next = new Uint32Array(b.length + 1);
    for (let j = 1; j <= b.length; j++) {
      const match = word === b[j - 1];
      next[j] = match ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
