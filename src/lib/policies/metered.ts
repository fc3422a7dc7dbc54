import type { ModelUsage } from '../domain/run.js';
import type { ChatModel, UsageMeter } from '../ports.js';

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

/** Counts every call that leaves for the model, also one that fails, and the tokens of every reply. */
export function metered(model: ChatModel, meter: UsageMeter): ChatModel {
  return {
    name: model.name,
    contextTokens: model.contextTokens,
    unavailable: (signal) => model.unavailable(signal),
    async chat(messages, options) {
      meter.add({ calls: 1, tokens: 0, costUsd: 0 });
      const reply = await model.chat(messages, options);
      const tokens = reply.tokens.prompt + reply.tokens.completion;
      meter.add({ calls: 0, tokens, costUsd: 0 });
      return reply;
    },
  };
}
