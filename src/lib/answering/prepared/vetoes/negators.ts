import { Forms } from './forms.js';
import { inEveryLanguage, wordsOf } from './word-lists.js';

const NEGATORS = new Set(inEveryLanguage('negators', wordsOf));

/** Whether a word in lower case denies what it stands with, in one of six languages. */
export function isNegator(word: string): boolean {
  return NEGATORS.has(word) || word.endsWith("n't") || /^n'./.test(word);
}

/** Words that deny only together. */
const PHRASES = new Forms<true>()
  .add('fail_to fails_to failed_to failing_to refuse_to refuses_to refused_to', true)
  .add('anything_but far_from other_than à_peine hampir_tidak a_menos_que à_moins', true);

/** `sugar-free` */
const FREE = /[a-zà-ÿ]{3}-(?:free|frei)\b/i;

/** `stop it from leaking`, `keep them from leaving` */
function isKept(words: readonly string[]): boolean {
  const from = words.indexOf('from');
  const keeps = words.slice(0, Math.max(0, from)).some((word) => KEEPING.test(word));
  return keeps && (words[from + 1] ?? '').endsWith('ing');
}

const KEEPING = /^(?:stop|keep)(?:s|ing|ped)?$|^(?:stopping|kept)$/;

/** What denies something in a text; null where nothing is denied. */
export function negatorIn(text: string, words: readonly string[]): string | null {
  const [free] = FREE.exec(text) ?? [];
  if (free !== undefined) return free;
  const phrase = PHRASES.read(words)[0];
  return (
    words.find(isNegator) ??
    (phrase ? words.slice(phrase.at, phrase.at + 2).join(' ') : null) ??
    (isKept(words) ? 'from' : null)
  );
}
