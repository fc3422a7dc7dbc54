import { Forms } from './forms.js';
import { entriesOf } from './word-lists.js';

interface Unit {
  /** What it measures, named by its base. */
  base: string;
  /** In bases. */
  scale: number;
}

/** Units by name, so that two weeks are fourteen days, and 100 ml are not 100 l. */
const UNITS = new Forms<Unit>();
for (const [measure, forms] of entriesOf('units')) {
  const [base = '', scale] = measure.split(' ');
  UNITS.add(forms, { base, scale: Number(scale) });
}

/** `value base`, or the value alone where the word is no unit. */
export function quantity(value: number, word: string): string {
  const unit = UNITS.of(word);
  if (unit === undefined) return String(value);
  return `${Number((value * unit.scale).toPrecision(12))} ${unit.base}`;
}

export const isUnit = (word: string): boolean => UNITS.of(word) !== undefined;
