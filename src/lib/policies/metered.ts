import type { ModelUsage } from '../domain/run.js';
import type { ChatModel, ChatReply, UsageMeter } from '../ports/index.js';

/** US dollars for a million tokens. */
export interface TokenPrice {
  prompt: number;
  completion: number;
}

const FREE: TokenPrice = { prompt: 0, completion: 0 };

/** A meter that stands at zero. */
export function usageMeter(): UsageMeter {
  const sum: ModelUsage = { calls: 0, tokens: 0, costUsd: 0 };
  return {
    add({ calls, tokens, costUsd }) {
      sum.calls += calls;
      sum.tokens += tokens;
      sum.costUsd += costUsd;
    },
    total: () => ({ ...sum }),
  };
}

/** What so many tokens cost, in US dollars. */
export const costOf = (tokens: ChatReply['tokens'], price: TokenPrice): number =>
  (tokens.prompt * price.prompt + tokens.completion * price.completion) / 1e6;

/** Counts every call that leaves for the model, also one that fails, and tokens and cost of every reply. */
export function metered(model: ChatModel, meter: UsageMeter, price = FREE): ChatModel {
  return {
    name: model.name,
    contextTokens: model.contextTokens,
    unavailable: (signal) => model.unavailable(signal),
    async chat(messages, options) {
      meter.add({ calls: 1, tokens: 0, costUsd: 0 });
      const reply = await model.chat(messages, options);
      const tokens = reply.tokens.prompt + reply.tokens.completion;
      meter.add({ calls: 0, tokens, costUsd: costOf(reply.tokens, price) });
      return reply;
    },
  };
}
