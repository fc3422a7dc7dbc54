/**
 * BERT's uncased tokenizer: the basic tokenizer (clean, lower-case, strip accents, split at white space,
 * punctuation and ideographs), then WordPiece by greedy longest match.
 * Source: Devlin et al. 2019, "BERT", and Wu et al. 2016, "Google's Neural Machine Translation System", §4.1;
 * the reference is `tokenizers` (Hugging Face), to which the ids are identical. One intended difference:
 * names of special tokens inside a text, such as "[SEP]", are ordinary text here.
 */
import { GibseyError } from '../../domain/errors.js';
import { holds, IDEOGRAPHS, MARKS, PUNCTUATION, REMOVED, WHITE } from './unicode-ranges.js';

/** Longer words are unknown words; in code points. */
const LONGEST_WORD = 100;
/** Marks a piece that continues a word. */
const CONTINUES = '##';

export class WordPiece {
  readonly #first = new Map<string, number>();
  readonly #further = new Map<string, number>();
  readonly #longestPiece: number;
  readonly #unknown: number;
  readonly #start: number;
  readonly #end: number;

  /**
   * @param vocabulary piece by id, continuing ones with a leading `##`.
   * @throws MODEL_CORRUPT without the pieces [UNK], [CLS], [SEP].
   */
  constructor(vocabulary: readonly string[]) {
    let longest = 0;
    vocabulary.forEach((piece, id) => {
      const continues = piece.startsWith(CONTINUES) && piece !== CONTINUES;
      const text = continues ? piece.slice(CONTINUES.length) : piece;
      (continues ? this.#further : this.#first).set(text, id);
      longest = Math.max(longest, text.length);
    });
    this.#longestPiece = longest;
    this.#unknown = this.#special('[UNK]');
    this.#start = this.#special('[CLS]');
    this.#end = this.#special('[SEP]');
  }

  /**
   * Ids of a text between [CLS] and [SEP], at most `limit` (≥ 2) of them; reading stops where the limit is
   * reached, however long the text is.
   */
  encode(text: string, limit: number): Int32Array {
    const ids = [this.#start];
    for (const word of basicTokens(text)) {
      if (ids.length >= limit - 1) break;
      this.#split(word, ids);
    }
    ids.length = Math.min(ids.length, limit - 1);
    ids.push(this.#end);
    return Int32Array.from(ids);
  }

  /** Ids of the whole text, [CLS] and [SEP] included. */
  count(text: string): number {
    let total = 2;
    const pieces: number[] = [];
    for (const word of basicTokens(text)) {
      this.#split(word, pieces);
      total += pieces.length;
      pieces.length = 0;
    }
    return total;
  }

  /** Appends the pieces of one word: the longest that fits, again and again, or [UNK] for the whole word. */
  #split(word: string, ids: number[]): void {
    const before = ids.length;
    let at = isTooLong(word) ? -1 : 0;
    while (at >= 0 && at < word.length) at = this.#longestMatch(word, at, ids);
    if (at >= 0) return;
    ids.length = before;
    ids.push(this.#unknown);
  }

  /** Appends the longest piece at `at` and returns where it ends, or −1. */
  #longestMatch(word: string, at: number, ids: number[]): number {
    const pieces = at === 0 ? this.#first : this.#further;
    for (let end = Math.min(word.length, at + this.#longestPiece); end > at; end--) {
      const id = pieces.get(word.slice(at, end));
      if (id === undefined) continue;
      ids.push(id);
      return end;
    }
    return -1;
  }

  #special(name: string): number {
    const id = this.#first.get(name);
    if (id === undefined) throw new GibseyError('MODEL_CORRUPT', `The vocabulary lacks ${name}.`);
    return id;
  }
}

/**
 * The words of a text, read as they are asked for. A word that is too long to be known may come shortened, but
 * still too long.
 */
function* basicTokens(text: string): Generator<string> {
  let word = '';
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    const folded = code < ASCII.length ? (ASCII[code] ?? '') : fold(code);
    for (const char of folded) {
      if (char !== ' ') {
        if (word.length <= 2 * LONGEST_WORD) word += char;
      } else if (word !== '') {
        yield word;
        word = '';
      }
    }
  }
  if (word !== '') yield word;
}

/**
 * One code point as it stands in normalised text: nothing, or lower-case letters without accents, with spaces
 * around whatever is a word of its own. To fold code points one by one is exact: decomposition reorders nothing
 * but marks, which are dropped, and the reference lower-cases without context. What later Unicode versions add
 * to decomposition or case cannot change an id, since the vocabulary holds none of the new characters.
 */
function fold(code: number): string {
  if (isSurrogate(code) || holds(REMOVED, code)) return '';
  if (holds(WHITE, code)) return ' ';
  let folded = '';
  for (const char of String.fromCodePoint(code).normalize('NFD')) {
    const part = char.codePointAt(0) ?? 0;
    if (holds(MARKS, part)) continue;
    folded += holds(PUNCTUATION, part) ? ` ${char} ` : char.toLowerCase();
  }
  return holds(IDEOGRAPHS, code) ? ` ${folded} ` : folded;
}

const ASCII = Array.from({ length: 128 }, (_, code) => fold(code));

/** A surrogate without its other half is no character. */
function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

function isTooLong(word: string): boolean {
  if (word.length <= LONGEST_WORD) return false;
  return word.length > 2 * LONGEST_WORD || [...word].length > LONGEST_WORD;
}
