import { asGibseyError } from '../domain/errors.js';
import type { ChatModel, Clock } from '../ports/index.js';
import { telling } from './telling.js';

export interface RetryOptions {
  clock: Clock;
  /** Pause before the second attempt, ms; default 1000. */
  backoffMs?: number;
}

/**
 * Asks once more after a pause, when the failure may pass by itself. Stopped on request, it stays stopped; a reply
 * that was told in part is not begun again.
 */
export function retrying(model: ChatModel, { clock, backoffMs = 1_000 }: RetryOptions): ChatModel {
  return {
    name: model.name,
    contextTokens: model.contextTokens,
    unavailable: (signal) => model.unavailable(signal),
    async chat(messages, asked) {
      const { options, told } = telling(asked);
      try {
        return await model.chat(messages, options);
      } catch (thrown) {
        const { code, retryable } = asGibseyError(thrown);
        if (code === 'INTERRUPTED' || !retryable || told()) throw thrown;
        await pause(clock, backoffMs, options.signal);
        return model.chat(messages, options);
      }
    },
  };
}

async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (thrown) {
    throw asGibseyError(thrown);
  }
}
