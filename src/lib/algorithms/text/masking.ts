import { hideAddresses } from './masking/addresses.js';
import { hideBirthdates } from './masking/births.js';
import { hideNumbered, hideObfuscated } from './masking/contacts.js';
import { Cover, KINDS, type Personal, type Span } from './masking/cover.js';
import { namesIn, ownNamesIn, smallNamesIn } from './masking/names.js';
import { applyRules, NUMBERS } from './masking/patterns.js';
import { wordsOf } from './masking/phrases.js';
import { hideSecrets } from './masking/secrets.js';

export type { Personal, Span } from './masking/cover.js';

export interface Masked {
  text: string;
  /** Kinds that were found, each once. */
  found: Personal[];
}

/**
 * Masks in what somebody said whatever would tell who it was, or whom they spoke of: secrets, addresses, dates of birth,
 * numbers of phones, cards, accounts and documents, the asker's own names, and names that are introduced as those of a
 * person ("my wife Maria", "Mr Tanaka said"). Capitals alone are no name: questions are about books and places.
 * No rule looks farther than a bound, so the time is linear in the text.
 * @param names of the asking user, e.g. from the account or the local part of an e-mail address
 */
export function maskPersonal(text: string, names: readonly string[] = []): Masked {
  return maskedBy(coverOf(text, names, true));
}

/** The same in what nobody said of themselves, e.g. a page or an answer made of pages: the persons in it are those of a book. */
export function maskWritten(text: string, names: readonly string[] = []): Masked {
  return maskedBy(coverOf(text, names, false));
}

/** What `maskPersonal` masks, in the order of the text. */
export function personalSpans(text: string, names: readonly string[] = []): Span[] {
  return coverOf(text, names, true).spans;
}

function coverOf(text: string, names: readonly string[], others: boolean): Cover {
  const cover = new Cover(text);
  hideSecrets(cover);
  hideObfuscated(cover);
  hideAddresses(cover);
  hideBirthdates(cover);
  applyRules(cover, NUMBERS);
  hideNumbered(cover);
  cover.hide('name', ownNamesIn(wordsOf(cover.text), names));
  if (!others) return cover;
  const words = wordsOf(cover.text);
  cover.hide('name', [...namesIn(words), ...smallNamesIn(words)]);
  return cover;
}

function maskedBy(cover: Cover): Masked {
  const kinds = new Set(cover.spans.map(({ kind }) => kind));
  const text = cover.masked().replace(/\[name\](?: \[name\])+/g, '[name]');
  return { text, found: KINDS.filter((kind) => kinds.has(kind)) };
}
