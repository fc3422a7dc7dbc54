/**
 * Is what issue mining says of posts right? Wrong merges of near-duplicates, related issues among the first three, the
 * joining of days, clusters against what people labelled, and categories by rules, each beside its baseline. Bounds were
 * chosen on one half of each set; what is held against a bound is measured on the other (decision 0045).
 */
import { categories } from './issue-categories.js';
import { clusters } from './issue-clusters.js';
import { joining, related } from './issue-joining.js';
import { merges } from './issue-merges.js';
import type { Evaluation } from './harness.js';

export default {
  name: 'issues',
  needs: [
    ...['banking77_cached.jsonl', 'banking77_lookups.jsonl'],
    ...['clinc150_cached.jsonl', 'clinc150_lookups.jsonl', 'squad_paragraphs.jsonl'],
  ],
  run: async (data) => [
    ...(await merges(data)),
    ...(await related(data)),
    ...(await joining(data)),
    ...(await clusters(data)),
    ...(await categories(data)),
  ],
} satisfies Evaluation;
