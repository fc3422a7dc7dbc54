import type { CulturalChunk } from '../../domain/culture.js';

/** The longest of a chunk's triggers that stands in a message as words of its own, as the chunk writes it. */
export function triggerIn(
  message: string,
  { triggerKeyword }: Pick<CulturalChunk, 'triggerKeyword'>,
): string | null {
  const text = ` ${folded(message)} `;
  const found = triggerKeyword
    .split(',')
    .map((trigger) => trigger.trim())
    .filter((trigger) => stands(folded(trigger), text))
    .sort((a, b) => b.length - a.length);
  return found[0] ?? null;
}

/** Whether a message begins with a trigger. */
export function beginsWith(message: string, trigger: string): boolean {
  return `${folded(message)} `.startsWith(`${folded(trigger)} `);
}

function stands(trigger: string, text: string): boolean {
  if (trigger === '') return false;
  return text.includes(UNSPACED.test(trigger) ? trigger : ` ${trigger} `);
}

const UNSPACED = /[\u0e01-\u0e4e\u3041-\u30ff\u3400-\u9fff]/;

/** Words in lower case without accents, a space between them. */
function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
