import type { Label } from '../../../domain/classification.js';
import { de } from './intents-de.js';
import { en } from './intents-en.js';
import { es } from './intents-es.js';
import { fr } from './intents-fr.js';
import { id } from './intents-id.js';
import { it } from './intents-it.js';
import { DESCRIPTIONS, type Intent } from './intent.js';

const LANGUAGES: readonly Record<Intent, readonly string[]>[] = [en, it, id, de, es, fr];

/** What people want who talk to an assistant or an office. */
export const INTENTS: readonly Label[] = (Object.keys(DESCRIPTIONS) as Intent[]).map((label) => ({
  label,
  description: DESCRIPTIONS[label],
  prototypes: LANGUAGES.flatMap((language) => language[label]),
}));
