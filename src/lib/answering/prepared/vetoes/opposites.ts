import { Forms } from './forms.js';
import { linesOf } from './word-lists.js';

/** One end of a pair of opposites. */
export interface Pole {
  /** The pair: `buy/sell`. */
  axis: string;
  end: 1 | -1;
  kind: 'reversal' | 'polarity';
}

export const OPPOSITES = new Forms<Pole>();
for (const [kind, list] of [
  ['reversal', 'directions'],
  ['polarity', 'states'],
] as const) {
  for (const pair of linesOf(list)) {
    const [one = '', other = ''] = pair.split(' | ');
    const axis = `${first(one)}/${first(other)}`;
    OPPOSITES.add(one, { axis, end: 1, kind }).add(other, { axis, end: -1, kind });
  }
}

function first(forms: string): string {
  return forms.split(' ', 1)[0]!.replace('*', '').replaceAll('_', ' ');
}

/** Verbs that `on` and `off` belong to, with words between: `turn the sound off`. */
export const SWITCHING = /^(?:turn|switch|put|set)(?:s|ed|ing|ting)?$/;
