import type { Character } from '../../domain/turn.js';
import { isForOpening, type Chosen } from './choose.js';
import { beginsWith } from './triggers.js';

/** What a character says to small talk without a model: a greeting it knows is returned in the same words. */
export function greetingFor(
  { greeting }: Pick<Character, 'greeting'>,
  message: string,
  [best]: readonly Chosen[],
): string {
  const trigger = best?.trigger;
  if (!trigger || !isForOpening(best.chunk) || !beginsWith(message, trigger)) return greeting;
  return `${trigger.charAt(0).toUpperCase()}${trigger.slice(1)}! ${greeting}`;
}
