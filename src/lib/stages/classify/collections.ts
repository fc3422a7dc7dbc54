import {
  CLASSIFIED,
  type Classified,
  type Label,
  type LabelSet,
} from '../../domain/classification.js';
import { GibseyError } from '../../domain/errors.js';
import { INTENTS } from './labels/intents.js';
import { ISSUES } from './labels/issues.js';
import type { LabelledCollection } from './task.js';

const SETS: Record<LabelSet, readonly Label[]> = { intents: INTENTS, issues: ISSUES };

/**
 * The collections that have labels, or the one that is asked for.
 * @throws CONFIG_INVALID where that one has none
 */
export function labelledCollections(
  labels: Partial<Record<Classified, LabelSet | readonly Label[] | undefined>>,
  only?: Classified,
): LabelledCollection[] {
  const wanted = only === undefined ? CLASSIFIED : [only];
  const found = wanted.flatMap((collection) => {
    const own = labels[collection];
    if (own === undefined) return [];
    return { collection, labels: typeof own === 'string' ? SETS[own] : own };
  });
  if (found.length > 0 || only === undefined) return found;
  throw new GibseyError('CONFIG_INVALID', `There are no labels for the collection ${only}.`, {
    hint: `set classify.${only} to a set or a list of labels: docs/operations.md`,
  });
}
