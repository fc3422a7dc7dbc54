import { detectLanguage } from '../../algorithms/text/language.js';
import type { Character } from '../../domain/turn.js';
import { NARRATOR } from '../chat/characters.js';
import { isForOpening, type Chosen } from './choose.js';
import { heardIn, type Heard } from './heard.js';
import { beginsWith } from './triggers.js';

type Greeter = Pick<Character, 'greeting'>;

/**
 * What a character says to small talk without a model: courtesies are returned in the language they were said in,
 * a greeting in its own words; then its own greeting, which the narrator knows in several languages.
 */
export function greetingFor(
  character: Greeter,
  message: string,
  [best]: readonly Chosen[],
): string {
  const heard = heardIn(message);
  if (heard) return politely(character, heard);
  const trigger = best?.trigger;
  if (!trigger || !isForOpening(best.chunk) || !beginsWith(message, trigger)) {
    return character.greeting;
  }
  return `${saidBack(trigger, null)} ${character.greeting}`;
}

function politely({ greeting: own }: Greeter, heard: Heard): string {
  const { courtesy, greeting, asking, thanks, farewell } = heard;
  const { language, well, welcome, goodbye, offer } = courtesy;
  if (!greeting && !asking) return thanks ? welcome : farewell ? goodbye : own;
  const narrates = own === NARRATOR.greeting;
  const isOwn = !narrates && language === (detectLanguage(own) ?? 'en');
  return [
    ...(greeting && !isOwn ? [saidBack(greeting, language)] : []),
    ...(asking ? [well] : []),
    narrates ? offer : own,
  ].join(' ');
}

/** `Ciao!` */
function saidBack(words: string, language: string | null): string {
  const said = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  if (language === 'es') return `¡${said}!`;
  return `${said}${language === 'fr' ? ' !' : language === 'zh' || language === 'ja' ? '！' : '!'}`;
}
