import { isRefusal, unsupported } from '../../algorithms/text/faithfulness.js';
import { detectLanguage } from '../../algorithms/text/language.js';
import { clampToSentences, dropUnfinished, endsInStop } from '../../algorithms/text/limits.js';
import { countWords } from '../../algorithms/text/tokens.js';

export interface Expectation {
  maxWords: number;
  /** Texts of the pages, all of them: the only things the text may say. */
  sources: readonly string[];
  /** ISO 639-1; null when the pages do not tell. */
  language: string | null;
}

/** `problem`: in a few words, for the record and for the model's second attempt. */
export type Review = { text: string; problem: null } | { text: null; problem: string };

/** A text up to this many times too long is shortened, a longer one shows that the task was missed. */
const OVERRUN = 2;
const NAMED = 5;

/**
 * Takes a model's text, shortened to whole sentences within the limit, or says what is wrong with it.
 * @param cut the model was stopped in the middle of its text
 */
export function review(text: string, cut: boolean, expected: Expectation): Review {
  if (countWords(text) === 0) return refuse('it was empty');
  if (isRefusal(text)) return refuse('it declined the task');
  const whole = wholeSentences(text, cut);
  if (whole === null) return refuse('it had no whole sentence');
  const words = countWords(whole);
  if (words > expected.maxWords * OVERRUN) {
    return refuse(`it had ${words} words, ${expected.maxWords} are allowed`);
  }
  const clamped = clampToSentences(whole, expected.maxWords);
  if (!whole.startsWith(clamped)) return refuse('its first sentence was over the limit of words');
  const problem = foreign(clamped, expected.language) ?? invented(clamped, expected.sources);
  return problem === null ? { text: clamped, problem } : refuse(problem);
}

const refuse = (problem: string): Review => ({ text: null, problem });

/** Without a last sentence that has no stop. A model that ended by itself may have forgotten the only one. */
function wholeSentences(text: string, cut: boolean): string | null {
  const whole = dropUnfinished(text);
  if (endsInStop(whole)) return whole;
  return cut ? null : `${whole}.`;
}

function foreign(text: string, language: string | null): string | null {
  const found = language === null ? null : detectLanguage(text);
  return found === null || found === language
    ? null
    : `it was written in “${found}”, not in “${language}”`;
}

function invented(text: string, sources: readonly string[]): string | null {
  const { names, numbers } = unsupported(text, sources);
  const all = [...names, ...numbers];
  if (all.length === 0) return null;
  return `it named what the pages do not have: ${all.slice(0, NAMED).join(', ')}`;
}
