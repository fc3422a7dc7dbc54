import { listOf, type MaskingCues } from './cues.js';
import { DE } from './de.js';
import { EN } from './en.js';
import { ES } from './es.js';
import { FR } from './fr.js';
import { ID } from './id.js';
import { IT } from './it.js';
import { PT } from './pt.js';

const ALL: readonly MaskingCues[] = [EN, DE, ES, FR, IT, ID, PT];

/** The phrases of one kind in all languages: nobody says which one is spoken, and people mix them. */
export const cuesOf = (kind: keyof MaskingCues): string[] => [
  ...new Set(ALL.flatMap((cues) => listOf(cues[kind]))),
];

/** The months of all languages, in all their forms. */
export const MONTHS: readonly string[] = cuesOf('months').flatMap((forms) => forms.split(' '));
