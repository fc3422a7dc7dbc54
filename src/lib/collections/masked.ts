import { maskPersonal, type Masked } from '../algorithms/text/masking.js';
import type { Utterance } from '../domain/conversation.js';

/** What a user said, without what would tell who it was: their own names, too. */
export function maskedUtterance({ text, userId, metadata }: Utterance): Masked {
  const names = [userId, metadata.user_name, metadata.name].filter(
    (name) => typeof name === 'string',
  );
  return maskPersonal(text.trim(), names);
}
