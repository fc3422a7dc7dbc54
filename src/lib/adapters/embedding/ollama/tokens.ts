import { WINDOW } from './config.js';

/** Marks at both ends, and the longest prefix. */
const FRAME_TOKENS = 20;

/**
 * Tokens of a text at most: no tokenizer in use (WordPiece, byte-level BPE, SentencePiece with bytes to fall
 * back on) makes more tokens than UTF-8 has bytes. Ollama does not count tokens for others.
 */
export const mostTokens = (text: string): number => Buffer.byteLength(text, 'utf8') + FRAME_TOKENS;

/**
 * What is sent for a text: cut to the window by the same measure, so that Ollama never cuts; a NUL would end
 * it early, and Ollama has no vector for nothing at all.
 */
export function sendable(text: string): string {
  const head = text.slice(0, WINDOW); // at least one byte a UTF-16 unit
  const bytes = Buffer.from(head, 'utf8').subarray(0, WINDOW - FRAME_TOKENS);
  const whole = bytes.toString('utf8').replace(/\uFFFD$/, '');
  return whole.replaceAll('\0', ' ') || ' ';
}
