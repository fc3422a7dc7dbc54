import { isDigit, isLetter } from './characters.js';
import { FILLERS, PHRASES } from './small-talk-phrases.js';

/** What is longer asks something. */
const LONGEST = 160;

/**
 * Whether a message is nothing but small talk (greetings, thanks, farewells, yes and no, questions to whoever
 * answers, signs without words) in any of some twenty languages: one that goes on to ask is none. `names` may be
 * addressed anywhere in it. By phrases, so that an unknown language is no small talk.
 */
export function isSmallTalk(message: string, names: readonly string[] = []): boolean {
  if (message.length > LONGEST) return false;
  const text = folded(message);
  const fillers = [...plainFillers, ...names.map(folded).filter((name) => name !== '')];
  return text === '' || reaches(text, fillers);
}

/** How a place in the text was reached: not at all, by fillers alone, with a phrase of small talk. */
type Way = 0 | 1 | 2;

/** Whether phrases and fillers cover the text, at least one phrase among them; exact, by dynamic programming. */
function reaches(text: string, fillers: readonly string[]): boolean {
  const ways = new Array<Way>(text.length + 1).fill(0);
  ways[0] = 1;
  const step = (from: number, parts: readonly string[], way: Way) => {
    for (const part of parts) {
      const end = endOf(text, part, from);
      if (end > 0 && (ways[end] ?? 0) < way) ways[end] = way;
    }
  };
  for (let at = 0; at < text.length; at++) {
    const way = ways[at] ?? 0;
    if (way === 0) continue;
    step(at, phrases, 2);
    step(at, fillers, way);
  }
  return ways[text.length] === 2;
}

/** Where the text goes on behind a phrase that stands at `from`, as words of its own; 0 when it does not. */
function endOf(text: string, phrase: string, from: number): number {
  if (!text.startsWith(phrase, from)) return 0;
  const end = from + phrase.length;
  if (end === text.length) return end;
  if (text[end] === ' ') return end + 1;
  return UNSPACED.test(text[end - 1] ?? '') ? end : 0;
}

const UNSPACED = /[\u0e01-\u0e4e\u3041-\u30ff\u3400-\u9fff]/;
/** Signs of their own scripts that the table of letters takes for letters. */
const FOREIGN_STOPS = /[\u00b7\u037e\u055c-\u055e\u060c\u061b\u061f\u0640\u06d4\u0964\u0965]/;

/** Words in lower case without accents and apostrophes, a space between them. */
function folded(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u064b-\u0652'’`´ʼ]/g, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i');
  let words = '';
  for (const sign of plain) words += isWordSign(sign) ? sign : ' ';
  return words.replace(/ +/g, ' ').trim();
}

/** Beyond the basic plane stand signs such as emoji, and letters too rare to matter here. */
function isWordSign(sign: string): boolean {
  const unit = sign.charCodeAt(0);
  if (sign.length > 1 || FOREIGN_STOPS.test(sign)) return false;
  return isLetter(unit) || isDigit(unit);
}

function list(text: string): string[] {
  return text
    .split(',')
    .map(folded)
    .filter((phrase) => phrase !== '');
}

const phrases = list(PHRASES);
const plainFillers = list(FILLERS);
