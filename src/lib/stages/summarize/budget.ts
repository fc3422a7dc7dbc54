/** Instructions, marks around the pages, and a complaint about the first attempt. */
const PROMPT_TOKENS = 400;
/** The estimate of tokens may be this much too low before a prompt no longer fits. */
const SLACK = 1.25;
/** Languages with long words take two tokens a word and more. */
const TOKENS_PER_WORD = 2.5;
const TITLE_TOKENS = 64;
const LEAST_PART = 200;
const CONTEXT_STEP = 1024;

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
