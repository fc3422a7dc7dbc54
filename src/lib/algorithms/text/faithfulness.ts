import { isUpperCase } from './characters.js';
import { detectLanguage } from './language.js';
import { numbersIn, type FoundNumber } from './numbers.js';
import { splitSentences } from './sentences.js';
import { stopWords } from './stop-words.js';
import { normalise, term, words, wordSpans } from './tokens.js';

export interface Unsupported {
  /** Capitalised words of the summary that no source has, as written, each once. */
  names: string[];
  /** Numbers that no source has, as written, each once. */
  numbers: string[];
}

/**
 * What a summary names without having it from its sources. Names are capitalised words of which no form occurs
 * in a source in whatever case, nor its letters as initials; the first word of a sentence only when its context shows a name. Numbers are
 * compared by value: those in digits, and in English words from ten on. In German, where every noun has a
 * capital, only two capitalised words in a row are taken for a name.
 */
export function unsupported(summary: string, sources: readonly string[]): Unsupported {
  const forms = new Set<string>();
  const values = new Set<string>();
  let initials = '';
  for (const source of sources) {
    const list = words(source);
    for (const word of new Set(list)) addForms(forms, word);
    for (const { value } of numbersIn(source)) values.add(value);
    initials += `${list.map((word) => word.charAt(0)).join('')} `;
  }
  const names = capitalised(summary).filter(
    (name) => !isKnown(forms, normalise(name)) && !isAbbreviated(initials, name),
  );
  const numbers = numbersIn(summary).filter((found) => !values.has(found.value) && counts(found));
  return { names: [...new Set(names)], numbers: [...new Set(numbers.map(({ text }) => text))] };
}

function counts({ text, value }: FoundNumber): boolean {
  return /[0-9]/.test(text) || Number(value) >= 10;
}

/** The word, its stem, and its parts around an apostrophe (`dell'Anna`). */
function addForms(forms: Set<string>, word: string): void {
  forms.add(word).add(term(word));
  if (word.includes("'")) for (const part of word.split("'")) forms.add(term(part));
}

const DERIVED = /(?:i?ans?|n|e?s|ers?|ish|ese)$/;

/** Whether a source has the word, what it is derived from (`Spaniards` no, `Nantucketers` yes), or its parts. */
function isKnown(forms: ReadonlySet<string>, word: string): boolean {
  const root = word.replace(/'s$/, '').replace(DERIVED, '');
  if ([word, term(word), root, `${root}a`, `${root}e`].some((form) => forms.has(form))) return true;
  return (
    word.includes("'") && word.split("'").every((part) => part.length < 3 || forms.has(term(part)))
  );
}

/** `GANs` for words of a source that begin with g, a, n. */
function isAbbreviated(initials: string, name: string): boolean {
  return /^[A-Z]{2,6}s?$/.test(name) && initials.includes(name.replace(/s$/, '').toLowerCase());
}

interface Word {
  text: string;
  /** Begins a sentence, or stands behind an opening quote or a colon. */
  first: boolean;
  capital: boolean;
}

/** Capitalised words that are taken for names. */
function capitalised(summary: string): string[] {
  const list = splitSentences(summary).flatMap(({ start, end }) =>
    wordsOf(summary.slice(start, end)),
  );
  const inside = new Set(
    list.filter(({ first, capital }) => capital && !first).map(({ text }) => text),
  );
  const small = new Set(list.filter(({ capital }) => !capital).map(({ text }) => text));
  const german = detectLanguage(summary) === 'de';
  const isName = (word: Word, i: number) => {
    if (!word.capital || stopWords().has(normalise(word.text))) return false;
    const next = list[i + 1];
    if (german) return isPair(word, next) || isPair(list[i - 1], word);
    if (!word.first || inside.has(word.text)) return true;
    return !small.has(word.text.toLowerCase()) && looksLikeName(word, next);
  };
  return list.filter(isName).map(({ text }) => text.replace(/['’]s$/, ''));
}

function wordsOf(sentence: string): Word[] {
  return wordSpans(sentence).map(({ start, end }) => ({
    text: sentence.slice(start, end),
    first: start === 0 || /["“‘«(:*#-]\s*$/.test(sentence.slice(Math.max(0, start - 3), start)),
    capital: isUpperCase(sentence.charCodeAt(start)),
  }));
}

function isPair(word: Word | undefined, next: Word | undefined): boolean {
  return word?.capital === true && next?.capital === true && !next.first && !isFunction(word);
}

function isFunction({ text }: Word): boolean {
  return stopWords('de').has(normalise(text));
}

/** Endings of common words that begin a sentence of a summary. */
const COMMON =
  /(?:ing|ly|[ts]ion|ness|[eilr]ty|ment|ism|ed|al|ful|ive|ous|ence|ance|able|hood|ship|dom|ure|ic)$/;
const OPENERS = new Set(
  (
    'life death love fear hope faith fate time nature man woman people suspense drama humor humour irony tone ' +
    'narrator author writer speaker reader text story novel chapter passage page part scene work book key main ' +
    'central major another according meanwhile later early earlier next afterward afterwards amid amidst despite ' +
    'beyond aboard ashore upon whether evidence data research user customer ' +
    'support help work access advice daily public local global overall today power truth conflict doubt grief anger'
  ).split(' '),
);
/** What stands behind one person or thing; a past tense may stand behind several, too. */
const PREDICATE = /^(?:is|was|has|does|[a-z]{2,}s)$/;
const PAST = /^(?:did|had|will|would|can|could|may|might|and|[a-z]{2,}ed)$/;

/** `Herman Melville …`, `Melville’s …`, `Melville describes …`; a word that ends as common words do is none. */
function looksLikeName(word: Word, next: Word | undefined): boolean {
  if (/['’]s$/.test(word.text)) return true;
  const text = word.text.toLowerCase();
  if (COMMON.test(text) || OPENERS.has(text) || next === undefined) return false;
  return next.capital || PREDICATE.test(next.text) || (PAST.test(next.text) && !text.endsWith('s'));
}

const DOING =
  'help|assist|provide|summari[sz]e|create|generate|fulfil|comply|do that|do this|access|answer|write|complete|continue|' +
  'process|produce|offer|give|read|see|open|view';

const REFUSALS = new RegExp(
  [
    `\\bi(?: am|'m)? ?(?:cannot|can ?not|can't|won't|will not|unable to|not able to|could not|couldn't) (?:\\w+ )?(?:${DOING})`,
    "^(?:i'm|i am) (?:very |really )?sorry\\b",
    '^(?:sorry|unfortunately|i apologi[sz]e)\\b.{0,40}\\b(?:i|as an)\\b',
    '\\bas an? (?:ai|artificial intelligence|(?:large )?language model)\\b',
    "\\bi (?:do not|don't) have (?:access|enough|any|the)\\b",
    '^(?:please|could you|can you) (?:please )?(?:provide|share|paste|give)\\b',
    '\\b(?:no (?:text|pages?|content) (?:was|were|has been|have been) provided)\\b',
    '^es tut mir leid|\\bals (?:ki|künstliche intelligenz|sprachmodell)\\b|\\bich kann (?:diese|dir|ihnen|leider|nicht)\\b.{0,60}\\bnicht\\b',
    "^(?:je suis désolée?|désolée?)\\b|\\ben tant qu'(?:ia|intelligence artificielle|assistant|modèle)|\\bje ne (?:peux|puis) pas\\b",
    '^lo siento|\\bcomo (?:una )?(?:ia|inteligencia artificial|modelo de lenguaje)\\b|\\bno puedo (?:ayudar|resumir|proporcionar|generar)',
    '^mi dispiace|\\bcome (?:ia|intelligenza artificiale|modello linguistico)\\b|\\bnon posso (?:aiutar|riassumere|fornire|generare)',
    '^(?:sinto muito|desculpe)|\\bcomo (?:um )?modelo de linguagem\\b|\\bnão posso (?:ajudar|resumir|fornecer|gerar)',
    '^(?:het spijt me|sorry)|\\bals (?:ai|taalmodel)\\b|\\bik kan (?:je|u|dit|deze)\\b.{0,40}\\bniet\\b',
    '^(?:maaf)|\\bsebagai (?:ai|model bahasa|kecerdasan buatan)\\b|\\bsaya tidak (?:bisa|dapat) (?:membantu|meringkas|memberikan)',
    '^(?:к сожалению|извините)|抱歉|作为(?:一个)?(?:人工智能|ai|语言模型)|申し訳(?:ありません|ございません)|죄송합니다',
  ].join('|'),
  'i',
);
/** A refusal comes at once; further on the words may be quoted. */
const OPENING = 240;

/** Whether a model declined to do what it was asked: English and eleven other languages, by their set phrases. */
export function isRefusal(text: string): boolean {
  return REFUSALS.test(text.trim().slice(0, OPENING).replaceAll('’', "'").replace(/\s+/g, ' '));
}
