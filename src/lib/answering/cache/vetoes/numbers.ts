import { numbersIn } from '../../../algorithms/text/numbers.js';
import { Forms } from './forms.js';
import { quantity } from './units.js';

/** Number words beyond English; `one` and its like are articles and pronouns too, and say nothing alone. */
const WORDED = new Forms<number>();
for (const line of [
  'due tre quattro cinque sei sette otto nove dieci',
  'dua tiga empat lima enam tujuh delapan sembilan sepuluh',
  'zwei drei vier fünf sechs sieben acht neun zehn',
  'deux trois quatre cinq six sept huit neuf dix',
  'dos tres cuatro cinco seis siete ocho nueve diez',
]) {
  line.split(' ').forEach((word, i) => WORDED.add(word, i + 2));
}
WORDED.add('twice due_volte dua_kali zweimal deux_fois dos_veces', 2)
  .add('thrice tre_volte tiga_kali dreimal trois_fois tres_veces', 3)
  .add('second secondo secondi kedua zweite* deuxième segundo segunda', 2)
  .add('first primo prima_volta pertama erste* premier première primero primera', 1)
  .add('third terzo ketiga dritte* troisième tercer tercero', 3)
  .add('fourth quarto keempat vierte* quatrième cuarto', 4)
  .add('fifth quinto kelima fünfte* cinquième quinto', 5)
  .add('half metà setengah hälfte moitié mitad', 0.5)
  .add('quarter quarters viertel seperempat', 0.25)
  .add('double doppio doppelt*', 2)
  .add('triple triplo dreifach*', 3)
  .add('twenty venti zwanzig vingt veinte', 20)
  .add('thirty trenta dreißig trente treinta', 30)
  .add('fifty cinquanta fünfzig cinquante cincuenta', 50)
  .add('hundred cento seratus hundert cent cien', 100)
  .add('thousand mille seribu tausend mil', 1000);

const FIGURE = /(?<![A-Za-z0-9])([0-9][0-9.,]*)\s*([a-zà-ÿ%]+)?/gi;
/** Words that count one where the other text counts something, and are pronouns otherwise. */
const ONE = /^(?:one|single|once|uno|sola|solo|satu|sekali|eins|einzige[rns]?|einmal|une?|una)$/;

/** Whether a text may count one of something. */
export function countsOne(words: readonly string[]): boolean {
  return words.some((word) => ONE.test(word));
}

/** What is counted or measured, as `value unit`; numbers without a unit as `value`. */
export function quantitiesOf(text: string, words: readonly string[]): Set<string> {
  const plain = text.replaceAll('’', "'");
  const english = inEnglish(plain);
  return new Set([...inDigits(plain), ...(english.length > 0 ? english : inOthers(words))]);
}

function inDigits(text: string): string[] {
  return [...text.matchAll(FIGURE)].flatMap(([, digits = '', unit = '']) => {
    const [number] = numbersIn(digits.replace(/[.,]+$/, ''));
    return number === undefined ? [] : [quantity(Number(number.value), unit.toLowerCase())];
  });
}

/** `half a dozen`, `a quarter of a million` */
const PART = /\b(half|quarter)\s+(?:of\s+)?(?:an?\s+)?$/i;

function inEnglish(text: string): string[] {
  const worded = numbersIn(text.replace(/[0-9]/g, ' ')).filter(({ value }) => value !== '1');
  return worded.map(({ text: found, value }) => {
    const after = /^[\s-]+([a-zà-ÿ%]+)/i.exec(text.slice(text.indexOf(found) + found.length));
    const [, part] = PART.exec(text.slice(0, text.indexOf(found))) ?? [];
    const times = part === undefined ? 1 : part.toLowerCase() === 'half' ? 0.5 : 0.25;
    return quantity(times * Number(value), after?.[1]?.toLowerCase() ?? '');
  });
}

function inOthers(words: readonly string[]): string[] {
  return WORDED.read(words)
    .filter(({ at }) => !/^[0-9]/.test(words[at - 1] ?? ''))
    .map(({ at, value }) => quantity(value, words[at + 1] ?? ''));
}
