import { remembered } from '../../../algorithms/text/remembered.js';

interface Found<T> {
  value: T | undefined;
  /** Phrases begin with it. */
  opens: boolean;
}

/**
 * Words by their forms. A form ending in `*` stands for every word that begins with it; one with `_` for words
 * that follow each other. The longest form that fits a word wins.
 */
export class Forms<T> {
  readonly #whole = new Map<string, T>();
  readonly #stems = new Map<string, T>();
  readonly #phrases = new Map<string, T>();
  /** First words of phrases. */
  readonly #openings = new Set<string>();
  #shortest = Infinity;
  #found = this.#finder();

  add(forms: string, value: T): this {
    this.#found = this.#finder();
    for (const form of forms.split(/\s+/)) {
      if (form.includes('_')) this.#addPhrase(form, value);
      else if (form.endsWith('*')) this.#addStem(form.slice(0, -1), value);
      else if (form !== '') this.#whole.set(form, value);
    }
    return this;
  }

  /** What each place of a text stands for; a phrase is found at its first word and takes its others. */
  read(words: readonly string[]): { at: number; value: T }[] {
    const found: { at: number; value: T }[] = [];
    for (let at = 0; at < words.length; at++) {
      const word = this.#found(words[at]!);
      const phrase = word.opens ? this.#phraseAt(words, at) : null;
      const value = phrase?.value ?? word.value;
      if (value !== undefined) found.push({ at, value });
      at += (phrase?.length ?? 1) - 1;
    }
    return found;
  }

  of(word: string): T | undefined {
    return this.#found(word).value;
  }

  #finder(): (word: string) => Found<T> {
    return remembered((word) => ({ value: this.#search(word), opens: this.#openings.has(word) }));
  }

  #search(word: string): T | undefined {
    const whole = this.#whole.get(word);
    if (whole !== undefined) return whole;
    for (let length = word.length; length >= this.#shortest; length--) {
      const value = this.#stems.get(word.slice(0, length));
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Phrases alone, the longest at each place, without overlaps. */
  phrases(words: readonly string[]): { at: number; length: number; value: T }[] {
    const found: { at: number; length: number; value: T }[] = [];
    for (let at = 0; at < words.length; at++) {
      const phrase = this.#phraseAt(words, at);
      if (phrase === null) continue;
      found.push({ at, ...phrase });
      at += phrase.length - 1;
    }
    return found;
  }

  #addPhrase(phrase: string, value: T): void {
    this.#phrases.set(phrase, value);
    this.#openings.add(phrase.slice(0, phrase.indexOf('_')));
  }

  #addStem(stem: string, value: T): void {
    this.#stems.set(stem, value);
    this.#shortest = Math.min(this.#shortest, stem.length);
  }

  #phraseAt(words: readonly string[], at: number): { value: T; length: number } | null {
    if (!this.#found(words[at]!).opens) return null;
    for (const length of [3, 2]) {
      const value = this.#phrases.get(words.slice(at, at + length).join('_'));
      if (value !== undefined && at + length <= words.length) return { value, length };
    }
    return null;
  }
}
