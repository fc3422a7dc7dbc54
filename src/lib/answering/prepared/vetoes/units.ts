import { Forms } from './forms.js';

interface Unit {
  /** What it measures, named by its base. */
  base: string;
  /** In bases. */
  scale: number;
}

const DAY = 86_400;

/** Units by name, so that two weeks are fourteen days, and 100 ml are not 100 l. */
const UNITS = new Forms<Unit>();
const measured = (base: string, rows: readonly [forms: string, scale: number][]) => {
  for (const [forms, scale] of rows) UNITS.add(forms, { base, scale });
};
measured('s', [
  ['second seconds secs sec secondi detik sekunde* secondes segundos', 1],
  ['minute minutes min mins minuti menit minuten minutos', 60],
  ['hour hours hr hrs h ore ora jam stunde* heure* hora*', 3600],
  ['day days giorni giorno hari tag tage tagen jour* día* dias', DAY],
  ['week weeks settiman* minggu woche* semaine* semana*', 7 * DAY],
]);
measured('month', [
  ['month months mesi mese bulan monat* mois mes meses', 1],
  ['year years anni anno tahun jahr* ans année* año* yr', 12],
]);
measured('g', [
  ['mg milligram*', 1e-3],
  ['g gram grams gramm grammi gramme* gramo*', 1],
  ['kg kilo kilos kilogram* kilogramm*', 1e3],
  ['tonne* tons', 1e6],
]);
measured('m', [
  ['mm millimet*', 1e-3],
  ['cm centimet*', 1e-2],
  ['m meter meters metre* metri metro metros mètre*', 1],
  ['km kilomet*', 1e3],
]);
measured('l', [
  ['ml millilit*', 1e-3],
  ['cl centilit*', 1e-2],
  ['l liter* litre* litri litro litros', 1],
]);
measured('byte', [
  ['kb kilobyte*', 1e3],
  ['mb megabyte*', 1e6],
  ['gb gigabyte*', 1e9],
  ['tb terabyte*', 1e12],
]);
measured('W', [
  ['w watt watts', 1],
  ['kw kilowatt*', 1e3],
]);
for (const forms of [
  'lb lbs pounds_weight',
  'oz ounce ounces',
  'mile miles miglia',
  'inch inches',
  'foot feet ft',
  'yard yards',
  'gallon gallons',
  'volt volts v',
  'amp amps ampere',
  'celsius',
  'fahrenheit',
  'acre acres',
  'hectare hectares',
  'percent per_cent percento persen prozent pour_cent por_ciento',
  'am a.m',
  'pm p.m',
]) {
  measured(forms.split(' ', 1)[0]!, [[forms, 1]]);
}

/** `value base`, or the value alone where the word is no unit. */
export function quantity(value: number, word: string): string {
  const unit = UNITS.of(word);
  if (unit === undefined) return String(value);
  return `${Number((value * unit.scale).toPrecision(12))} ${unit.base}`;
}

export const isUnit = (word: string): boolean => UNITS.of(word) !== undefined;
