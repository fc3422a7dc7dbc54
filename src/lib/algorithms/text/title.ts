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

/**
 * A title of at most 8 words: the title that many members carry, else up to three phrases of their text that
 * are rich in the cluster's keywords and found in several members, else the keywords. Empty without any.
 * @param members nearest to the centre first
 * @param keywords most telling first, as from `classKeywords`
 */
export function clusterTitle(members: readonly TitleMember[], keywords: readonly string[]): string {
  const weights = new Map(
    keywords.slice(0, KEYWORDS).map((word, rank) => [term(normalise(word)), 1 / (rank + 2)]),
  );
  const shared = sharedTitle(members, weights);
  if (shared !== null) return shared;
  const texts = members.slice(0, MEMBERS).map(({ text }) => text);
  const chosen = choose(scored(candidatePhrases(texts), weights, texts.length));
  const parts = chosen.length > 0 ? chosen : keywords.slice(0, PHRASES);
  return join(parts.map(titleCase));
}

const LABEL =
  /^(?:(?:chapter|book|part|section|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|bab)\s+)?(?:[0-9]+|[ivxlc]+)[.:)]?[\s—–-]+/i;
/** Share of the members that carry a title from which it stands for all, and when it speaks of the keywords. */
const SHARED = 0.5;
const SHARED_AND_FITTING = 0.25;

function sharedTitle(members: readonly TitleMember[], weights: Weights): string | null {
  const counts = new Map<string, number>();
  for (const { title } of members) {
    const plain = shorten((title ?? '').replace(LABEL, '').trim());
    if (plain !== '') counts.set(plain, (counts.get(plain) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || compareBytewise(a, b));
  const found = sorted.find(([title, count]) => {
    const share = count / members.length;
    return share >= SHARED || (share >= SHARED_AND_FITTING && fits(title, weights));
  });
  return found?.[0] ?? null;
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
