import { typeTest } from '../../algorithms/text/answer-signs.js';
import { answerType } from '../../algorithms/text/answer-type.js';
import { pairKey, type Sought } from '../../algorithms/text/evidence.js';
import { detectLanguage } from '../../algorithms/text/language.js';
import type { LexicalIndex } from '../../algorithms/text/lexical-index.js';
import { stopWords } from '../../algorithms/text/stop-words.js';
import { normalise, rawWords } from '../../algorithms/text/tokens.js';

/** Distinct words that are sought. */
const MOST_TERMS = 64;

/** A question as pages are searched for it: by its content words, or by all of them when it has no others. */
export function readQuestion(
  question: string,
  lexical: LexicalIndex,
  find: (raw: string) => string,
): Sought {
  const stops = stopWords(detectLanguage(question));
  const words = rawWords(question);
  const isContent = (raw: string) => !stops.has(normalise(raw));
  const content = words.filter(isContent);
  const terms = [...new Set((content.length > 0 ? content : words).map(find))];
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < words.length; i++) {
    const [a, b] = [words[i]!, words[i + 1]!];
    if (content.length > 0 && !isContent(a) && !isContent(b)) continue;
    const [x, y] = [find(a), find(b)];
    pairs.set(pairKey(x, y), lexical.idf(x) + lexical.idf(y));
  }
  return {
    fits: typeTest(answerType(question), question),
    terms: lexical.seek(terms.slice(0, MOST_TERMS)),
    pairs,
    names: new Set(namesAmong(words).filter(isContent).map(find)),
  };
}

/** Words that are names or numbers by their form; none where all words are written like names. */
function namesAmong([, ...words]: readonly string[]): string[] {
  const names = words.filter((raw) => /^[\p{Lu}0-9]/u.test(raw));
  return names.length < words.length ? names : [];
}
