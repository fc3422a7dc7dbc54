import { compareBytewise } from './hashing.js';
import { candidatePhrases, type Phrase } from './phrases.js';
import { stopWords } from './stop-words.js';
import { countWords, normalise, term, terms } from './tokens.js';

export interface TitleMember {
  text: string;
  /** The page's own title or the name of its chapter. */
  title?: string | null;
}

export const TITLE_WORDS = 8;
/** Keywords that count, and members that are read. */
const KEYWORDS = 8;
const MEMBERS = 50;
const PHRASES = 3;
/** A further phrase has at least this share of the score of the first. */
const LEAST_SHARE = 0.15;

/** Keyword, stemmed, and what it counts in a title. */
type Weights = ReadonlyMap<string, number>;

export interface TitleOptions {
  /** Page titles, as from `pageTitle`, that stand for no one cluster: a speaker's name, an author's. */
  common?: ReadonlySet<string>;
  /** Titles of others, as from `titleKey`: no two of a night are alike. */
  taken?: ReadonlySet<string>;
}

/** Titles with one key read the same. */
export const titleKey = (title: string): string => normalise(title).replace(/\s+/g, ' ').trim();

/**
 * A title of at most 8 words: the title that many members carry, else up to three phrases of their text that
 * are rich in the cluster's keywords and found in several members, else the keywords; the first of these that is
 * not taken. Empty without any.
 * @param members nearest to the centre first
 * @param keywords most telling first, as from `classKeywords`
 */
export function clusterTitle(
  members: readonly TitleMember[],
  keywords: readonly string[],
  { common = new Set(), taken = new Set() }: TitleOptions = {},
): string {
  for (const title of candidates(members, keywords, common)) {
    if (title !== '' && !taken.has(titleKey(title))) return title;
  }
  return '';
}

function* candidates(
  members: readonly TitleMember[],
  keywords: readonly string[],
  common: ReadonlySet<string>,
): Generator<string> {
  const weights = new Map(
    keywords.slice(0, KEYWORDS).map((word, rank) => [term(normalise(word)), 1 / (rank + 2)]),
  );
  yield* sharedTitles(members, weights, common);
  const texts = members.slice(0, MEMBERS).map(({ text }) => text);
  const phrases = scored(candidatePhrases(texts), weights, texts.length);
  for (let from = 0; from < Math.min(phrases.length, PHRASES); from++) {
    yield join(choose(phrases.slice(from)).map(titleCase));
  }
  for (let from = 0; from < keywords.length; from++) {
    yield join(keywords.slice(from, from + PHRASES).map(titleCase));
  }
}

/** `Chapter 12.`, `IV. `, `7) `; a number of four digits is a year and stays. */
const LABEL =
  /^(?:(?:chapter|book|part|section|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|bab)\s+(?:[0-9]+|[ivxlc]+)\b|[0-9]{1,3}\b|[ivxlc]+(?=\s*[.:)—–]))[.:)]?[\s—–-]+/i;

/** A page's title without the number of its chapter, of at most 8 words; empty when there is none. */
export function pageTitle(title: string | null | undefined): string {
  return shorten((title ?? '').replace(LABEL, '').trim());
}

/** Clusters that may have pages of one title before it is nobody's: this share of all, and at least so many. */
const COMMON_SHARE = 1 / 8;
const COMMON_LEAST = 3;

/**
 * The page titles that are found in so many clusters that they tell none apart.
 * @param titles of the pages of each cluster, as the pages carry them
 */
export function commonTitles(titles: Iterable<readonly (string | null)[]>): Set<string> {
  const clusters = new Map<string, number>();
  let count = 0;
  for (const each of titles) {
    count++;
    for (const title of new Set(each.map(pageTitle))) {
      if (title !== '') clusters.set(title, (clusters.get(title) ?? 0) + 1);
    }
  }
  const most = Math.max(COMMON_LEAST, count * COMMON_SHARE);
  return new Set([...clusters].flatMap(([title, found]) => (found > most ? [title] : [])));
}

/** Share of the members that carry a title from which it stands for all, and when it speaks of the keywords. */
const SHARED = 0.5;
const SHARED_AND_FITTING = 0.25;

/** Most frequent first, ties bytewise. */
function sharedTitles(
  members: readonly TitleMember[],
  weights: Weights,
  common: ReadonlySet<string>,
): string[] {
  const counts = new Map<string, number>();
  for (const { title } of members) {
    const plain = pageTitle(title);
    if (plain !== '' && !common.has(plain)) counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || compareBytewise(a, b));
  return sorted.flatMap(([title, count]) => {
    const share = count / members.length;
    const stands = share >= SHARED || (share >= SHARED_AND_FITTING && fits(title, weights));
    return stands ? [title] : [];
  });
}

/** Up to the first clause when it has too many words; empty when that has, too. */
function shorten(title: string): string {
  const plain = title.replace(/[\s.,;:—–-]+$/, '');
  if (countWords(plain) <= TITLE_WORDS) return plain;
  const clause = plain.split(/[,;:.!?(—–]/)[0]?.trim() ?? '';
  return countWords(clause) <= TITLE_WORDS ? clause : '';
}

/** Whether at least half of its content words are keywords. */
function fits(title: string, weights: Weights): boolean {
  const content = terms(title);
  return (
    content.length > 0 && content.filter((each) => weights.has(each)).length * 2 >= content.length
  );
}

interface Scored extends Phrase {
  score: number;
}

/** Weight of the keywords in a phrase × ln(1 + members that have it); one word alone counts less. */
function scored(phrases: readonly Phrase[], weights: Weights, members: number): Scored[] {
  const least = members > 2 ? 2 : 1;
  const list = phrases.flatMap((phrase) => {
    const weight = phrase.terms.reduce((sum, each) => sum + (weights.get(each) ?? 0), 0);
    if (weight === 0 || phrase.texts < least) return [];
    const single = phrase.terms.length === 1 ? 0.5 : 1;
    return [{ ...phrase, score: single * weight * Math.log(1 + phrase.texts) }];
  });
  return list.sort((a, b) => b.score - a.score || compareBytewise(a.surface, b.surface));
}

/** The best phrases that share no term and fit the limit together. */
function choose(list: readonly Scored[]): string[] {
  const chosen: Scored[] = [];
  for (const phrase of list) {
    if (chosen.length === PHRASES || phrase.score < LEAST_SHARE * (list[0]?.score ?? 0)) break;
    const overlaps = chosen.some((each) => each.terms.some((one) => phrase.terms.includes(one)));
    const surfaces = [...chosen, phrase].map(({ surface }) => surface);
    if (!overlaps && countWords(join(surfaces)) <= TITLE_WORDS) chosen.push(phrase);
  }
  return chosen.map(({ surface }) => surface);
}

/** `A`, `A and B`, `A, B and C`, with & so that no language is mixed in. */
function join(parts: readonly string[]): string {
  if (parts.length <= 1) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} & ${parts.at(-1)}`;
}

/** Capitals at the start of all but function words; words that are shouted are lowered. */
function titleCase(phrase: string): string {
  return phrase.replace(/[^\s-]+/g, (word, at: number) => {
    if (at > 0 && stopWords().has(normalise(word))) return word;
    const rest = word.slice(1);
    const shouted = word.length > 3 && rest === rest.toUpperCase();
    return word.charAt(0).toUpperCase() + (shouted ? rest.toLowerCase() : rest);
  });
}
