import { Forms } from './forms.js';

const NEGATORS = new Set(
  (
    "not no never none nothing nobody neither nor without cannot unable can't dont cant wont doesnt isnt arent " +
    'didnt havent hasnt wasnt couldnt wouldnt shouldnt aint hardly scarcely barely unless except lacking avoid avoids avoiding avoided skip skips skipping skipped omit omits omitting omitted prevent prevents preventing prevented ' +
    'refuse refuses refusing refused lack lacks ' +
    'non mai senza nessun nessuno nessuna niente nulla neanche né tranne eccetto salvo ' +
    'tidak tak bukan jangan belum tanpa nggak gak ga enggak ndak tiada kecuali ' +
    'nicht nie niemals ohne kein keine keinen keiner keinem keines nichts niemand weder außer kaum ' +
    'pas jamais aucun aucune sans rien personne ni sauf ' +
    'nunca sin ningún ninguno ninguna nada nadie jamás tampoco excepto apenas'
  ).split(' '),
);

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
