/** Instructions, marks around the pages, and a complaint about the first attempt. */
const PROMPT_TOKENS = 400;
/** The estimate of tokens may be this much too low before a prompt no longer fits. */
const SLACK = 1.25;
/** Languages with long words take two tokens a word and more. */
const TOKENS_PER_WORD = 2.5;
const TITLE_TOKENS = 64;
const LEAST_PART = 200;
const CONTEXT_STEP = 1024;

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

/** Longest reply to let a model write, in tokens, for a text of at most `words` words and a title. */
export const replyTokens = (words: number): number =>
  Math.ceil(words * TOKENS_PER_WORD) + TITLE_TOKENS;

/** Context that a model must be opened with so that parts of `inputTokens` fit, in tokens. */
export function contextNeeded(options: { inputTokens: number; maxWords: number }): number {
  const { inputTokens, maxWords } = options;
  const tokens = inputTokens * SLACK + PROMPT_TOKENS + replyTokens(maxWords);
  return Math.ceil(tokens / CONTEXT_STEP) * CONTEXT_STEP;
}

/** Tokens of page text that one prompt may hold: what was asked for, or what the model has room for. */
export function partBudget(options: {
  inputTokens: number;
  maxWords: number;
  contextTokens: number;
}): number {
  const { inputTokens, maxWords, contextTokens } = options;
  const room = Math.floor((contextTokens - PROMPT_TOKENS - replyTokens(maxWords)) / SLACK);
  return Math.max(LEAST_PART, Math.min(inputTokens, room));
}
