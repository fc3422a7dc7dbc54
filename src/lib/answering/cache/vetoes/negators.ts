const NEGATORS = new Set(
  (
    "not no never none nothing nobody neither nor without cannot unable can't dont cant wont doesnt isnt arent " +
    'didnt havent hasnt wasnt couldnt wouldnt shouldnt aint hardly ' +
    'non mai senza nessun nessuno nessuna niente nulla neanche né ' +
    'tidak tak bukan jangan belum tanpa nggak gak ga enggak ndak tiada ' +
    'nicht nie niemals ohne kein keine keinen keiner keinem keines nichts niemand weder ' +
    'pas jamais aucun aucune sans rien personne ni ' +
    'nunca sin ningún ninguno ninguna nada nadie jamás tampoco'
  ).split(' '),
);

/** Whether a word in lower case denies what it stands with, in one of six languages. */
export function isNegator(word: string): boolean {
  return NEGATORS.has(word) || word.endsWith("n't") || /^n'./.test(word);
}
