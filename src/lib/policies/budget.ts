import { GibseyError } from '../domain/errors.js';
import type { ChatMessage, ChatModel, ChatReply, UsageMeter } from '../ports/index.js';
import { costOf, type TokenPrice } from './metered.js';

export interface Limits {
  /** Prompt and completion together. */
  tokens?: number | undefined;
  costUsd?: number | undefined;
}

export interface BudgetOptions {
  limits: Limits;
  /** What the limits are held against; the wrapped model must count into it. */
  meter: UsageMeter;
  price: TokenPrice;
  /** Tokens of a text, rather too many than too few. */
  estimate: (text: string) => number;
}

type Tokens = ChatReply['tokens'];
/** Marks around a message. */
const FRAME_TOKENS = 8;

/**
 * Lets no call out that could exceed a limit, counting its longest reply and what calls under way may still
 * take: a call that only those keep from fitting waits for them. The first refusal is the last word: a run
 * that goes on with whatever small call still fits would stop at a point that nobody could foresee.
 * @throws BUDGET_SPENT from `chat`
 */
export function budgeted(model: ChatModel, options: BudgetOptions): ChatModel {
  const budget = new Budget(options);
  return {
    name: model.name,
    contextTokens: model.contextTokens,
    unavailable: (signal) => model.unavailable(signal),
    async chat(messages, how) {
      const need = { prompt: budget.promptTokens(messages), completion: how.maxTokens };
      return budget.spend(need, () => model.chat(messages, how));
    },
  };
}

class Budget {
  private readonly options: BudgetOptions;
  private readonly underWay = new Map<Promise<unknown>, Tokens>();
  private spent: string | null = null;

  constructor(options: BudgetOptions) {
    this.options = options;
  }

  promptTokens(messages: readonly ChatMessage[]): number {
    const { estimate } = this.options;
    return messages.reduce((sum, { content }) => sum + estimate(content) + FRAME_TOKENS, 0);
  }

  async spend(need: Tokens, call: () => Promise<ChatReply>): Promise<ChatReply> {
    while (!this.admits(need)) await Promise.race(this.underWay.keys());
    const reply = call(); // nothing is awaited since it was admitted: two calls cannot take the same rest
    const settled = reply.then(
      () => undefined,
      () => undefined,
    );
    this.underWay.set(settled, need);
    try {
      return await reply;
    } finally {
      this.underWay.delete(settled);
    }
  }

  /** False: only calls under way keep it from fitting. */
  private admits(need: Tokens): boolean {
    this.spent ??= this.excess([need]);
    if (this.spent !== null) throw new GibseyError('BUDGET_SPENT', this.spent);
    return this.excess([need, ...this.underWay.values()]) === null;
  }

  /** Which limit the calls would exceed, in words; null when they fit. */
  private excess(calls: readonly Tokens[]): string | null {
    const { limits, meter, price } = this.options;
    const used = meter.total();
    const tokens = calls.reduce((sum, { prompt, completion }) => sum + prompt + completion, 0);
    const costUsd = calls.reduce((sum, call) => sum + costOf(call, price), 0);
    if (used.tokens + tokens > (limits.tokens ?? Infinity)) {
      return `${limits.tokens} tokens were allowed, ${used.tokens} are used, the next reply may take ${tokens}`;
    }
    if (used.costUsd + costUsd > (limits.costUsd ?? Infinity)) {
      return `$${limits.costUsd} were allowed, ${dollars(used.costUsd)} are spent, the next reply may cost ${dollars(costUsd)}`;
    }
    return null;
  }
}

const dollars = (value: number): string => `$${value.toFixed(4)}`;
