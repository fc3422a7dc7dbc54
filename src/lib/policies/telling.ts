import type { ChatModel } from '../ports/index.js';

type Options = Parameters<ChatModel['chat']>[1];

/**
 * The options of a call, and whether any piece of its reply has been told: such a call cannot be made again, for
 * whoever listens has heard the beginning.
 */
export function telling(options: Options): { options: Options; told: () => boolean } {
  const { onText } = options;
  if (!onText) return { options, told: () => false };
  let told = false;
  const tell = (piece: string) => {
    told = true;
    onText(piece);
  };
  return { options: { ...options, onText: tell }, told: () => told };
}
