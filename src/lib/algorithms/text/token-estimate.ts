/**
 * Tokens of a text by its script, for models whose tokenizer is not at hand: 3.6 ASCII characters, two other
 * alphabetic characters or one ideograph to the token.
 */
export function estimateTokens(text: string): number {
  let shares = 0;
  for (let i = 0; i < text.length; i++) shares += tokenShares(text.charCodeAt(i));
  return Math.ceil(shares / SHARES_PER_TOKEN);
}

export const SHARES_PER_TOKEN = 36;

/** What one UTF-16 unit takes of a token, in whole shares, so that sums are exact. */
export const tokenShares = (unit: number): number => (unit < 0x80 ? 10 : unit < 0x2e80 ? 18 : 36);
