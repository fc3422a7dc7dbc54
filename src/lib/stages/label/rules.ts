import { payQuote } from '../../algorithms/issues/pay-quote.js';
import { endsInStop, withEllipsis } from '../../algorithms/text/limits.js';
import { splitSentences } from '../../algorithms/text/sentences.js';
import { countWords, termFinder, terms } from '../../algorithms/text/tokens.js';
import {
  ISSUE_CATEGORIES,
  TITLE_LENGTH,
  type ClusterToLabel,
  type ImpactLevel,
  type IssueCategory,
  type IssueLabel,
} from '../../domain/issues.js';
import type { RawItem } from '../../domain/item.js';
import type { Labelled } from '../classify/prototypes.js';

/** Titles that are read of a cluster, the nearest to its centre first. */
export const TITLES = 10;
/** Longest description, UTF-16 units: two long sentences. */
export const DESCRIPTION_LENGTH = 600;

/** Labels a text with one of the categories. */
export interface Categories {
  label(text: string, signal: AbortSignal): Promise<Labelled>;
}

/** A label without a language model: always valid. @throws AbortError, and what embedding throws */
export async function labelByRules(
  cluster: ClusterToLabel,
  categories: Categories,
  signal: AbortSignal,
): Promise<IssueLabel> {
  const quote = quoteOf(cluster.items);
  const canonicalTitle = titleOf(cluster);
  return {
    canonicalTitle,
    category: await categoryOf(cluster, categories, signal),
    description: descriptionOf(cluster, canonicalTitle),
    wouldPaySignal: quote !== null,
    impactLevel: impactOf(cluster),
    method: 'rules',
    payQuote: quote,
  };
}

/** Of the items in their order, the first sentence that shows willingness to pay. */
export function quoteOf(items: readonly RawItem[]): string | null {
  for (const { title, body } of items) {
    const quote = payQuote(title) ?? payQuote(body);
    if (quote !== null) return quote;
  }
  return null;
}

/** What the titles and the summary say, each by how sure it is; the earlier category where they say the same. */
async function categoryOf(
  { items, summary }: ClusterToLabel,
  categories: Categories,
  signal: AbortSignal,
): Promise<IssueCategory> {
  const texts = [...items.slice(0, TITLES).map(({ title }) => title), summary];
  const votes = new Map<string, number>();
  for (const text of texts.filter((each) => each.trim() !== '')) {
    const { label, confidence } = await categories.label(text, signal);
    votes.set(label, (votes.get(label) ?? 0) + confidence);
  }
  const votesOf = (category: IssueCategory) => votes.get(category) ?? 0;
  const most = Math.max(...ISSUE_CATEGORIES.map(votesOf));
  return most === 0 ? 'other' : ISSUE_CATEGORIES.find((each) => votesOf(each) === most)!;
}

/** `Ask HN: `, `[Bug] `, `Re: `: what says where a title stands, not what it says. */
const PREFIX =
  /^(?:\s*(?:\[[^\]]{1,20}\]|(?:ask|show|tell|launch) hn\s*[:–-]|(?:bug|feature|feature request|question|help|re|rant|feat|fix)\s*:))+\s*/i;
const LEAST_WORDS = 3;

/** The title that shares most of its words with those of the others, as its author wrote it. */
function titleOf({ items, summary }: ClusterToLabel): string {
  const titles = items
    .slice(0, TITLES)
    .map(({ title }) => cutTitle(title.replace(PREFIX, '')))
    .filter((title) => title !== '');
  const telling = titles.filter((title) => countWords(title) >= LEAST_WORDS);
  const best = mostShared(telling.length > 0 ? telling : titles);
  return best ?? (cutTitle(firstSentence(summary)) || 'Untitled');
}

/** Mean share of its content words in each other title; a short one is not favoured. Ties: the nearest to the centre. */
function mostShared(titles: readonly string[]): string | undefined {
  const find = termFinder();
  const words = titles.map((title) => new Set(terms(title, find)));
  const scores = words.map((own, i) => {
    const shared = words.filter((_, j) => j !== i).map((other) => overlap(own, other));
    return shared.reduce((sum, each) => sum + each, 0);
  });
  const best = Math.max(...scores);
  return titles[scores.findIndex((score) => score === best)];
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  return (2 * both) / (a.size + b.size || 1);
}

/** In one line of at most `TITLE_LENGTH` characters, cut behind a word. */
export function cutTitle(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= TITLE_LENGTH) return line;
  return cutBehindWord(line, TITLE_LENGTH);
}

function cutBehindWord(line: string, length: number): string {
  const part = line.slice(0, length - 1);
  const word = part.replace(/\s+\S*$/, '');
  return withEllipsis((word === '' ? part : word).replace(/[\ud800-\udbff]$/, ''));
}

const firstSentence = (text: string): string => {
  const first = splitSentences(text)[0];
  return first ? text.slice(first.start, first.end) : '';
};

/** The first two sentences of the summary; without one, what the issue is called and how often it was met. */
function descriptionOf({ summary, size }: ClusterToLabel, title: string): string {
  const found = atMostTwoSentences(summary);
  const posts = size === 1 ? 'One post is' : `${size} posts are`;
  return found === '' ? sentence(`${posts} about this: ${title}`) : found;
}

/** In one line, with a stop behind it, no longer than `DESCRIPTION_LENGTH`; empty for an empty text. */
export function atMostTwoSentences(text: string): string {
  const spans = splitSentences(text.trim()).slice(0, 2);
  const parts = spans.map(({ start, end }) => text.trim().slice(start, end).replace(/\s+/g, ' '));
  const line = parts.join(' ');
  if (line === '') return '';
  if (line.length <= DESCRIPTION_LENGTH - 1) return sentence(line);
  return cutBehindWord(
    parts[0]!.length < DESCRIPTION_LENGTH ? parts[0]! : line,
    DESCRIPTION_LENGTH,
  );
}

const sentence = (text: string): string => (endsInStop(text) ? text : `${text}.`);

const SEVERE =
  /\b(?:outage|data ?loss|los(?:t|es|ing) (?:data|money|customers|work|files)|security|breach|vulnerab\w+|leak(?:s|ed)?|lawsuit|fined|corrupt\w*|unusable|production (?:is )?down|blocked|cannot work|critical|dangerous|crash(?:es|ed)?)\b/i;
const MILD =
  /\b(?:minor|nice to have|cosmetic|typo|would be nice|small annoyance|wish list|nitpick)\b/i;
/** Items of a cluster from which it concerns many, and up to which it concerns few. */
const MANY = 25;
const FEW = 2;

/** By how many met it, and how hard their words are. */
function impactOf({ size, items, summary }: ClusterToLabel): ImpactLevel {
  const texts = [...items.slice(0, TITLES).map(({ title, body }) => `${title}\n${body}`), summary];
  const share = (words: RegExp) => texts.filter((text) => words.test(text)).length / texts.length;
  if (size >= MANY || share(SEVERE) >= 0.3) return 'high';
  return size <= FEW || share(MILD) >= 0.3 ? 'low' : 'medium';
}
