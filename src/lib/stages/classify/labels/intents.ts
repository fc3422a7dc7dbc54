import type { Label } from '../../../domain/classification.js';
import { de } from './intents-de.js';
import { en } from './intents-en.js';
import { es } from './intents-es.js';
import { fr } from './intents-fr.js';
import { id } from './intents-id.js';
import { it } from './intents-it.js';

export type Intent = keyof typeof DESCRIPTIONS;

const DESCRIPTIONS = {
  question:
    'wants to know something: a fact, a reason, a place, a time, a price, how to do something',
  request: 'wants something to be done, made, sent, changed or written',
  complaint: 'says that something is bad, wrong, late or broken, and is unhappy about it',
  casual: 'a greeting, thanks, a farewell, a joke or other small talk',
  other: 'none of these, e.g. a plain statement',
};

const LANGUAGES: readonly Record<Intent, readonly string[]>[] = [en, it, id, de, es, fr];

/** What people want who talk to an assistant or an office. */
export const INTENTS: readonly Label[] = (Object.keys(DESCRIPTIONS) as Intent[]).map((label) => ({
  label,
  description: DESCRIPTIONS[label],
  prototypes: LANGUAGES.flatMap((language) => language[label]),
}));
