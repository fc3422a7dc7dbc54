import { asGibseyError, GibseyError } from '../domain/errors.js';
import type { ChatModel } from '../ports/index.js';

export interface BreakerOptions {
  /** Calls in a row that find nobody before the model counts as gone; default 2. */
  failures?: number;
}

/**
 * Takes a model for gone, for as long as the wrapper lives, once calls in a row found it out of reach: the
 * rest of a night then does not wait for a time-out each. Whatever is given up on is planned again next time.
 */
export function breaking(model: ChatModel, { failures = 2 }: BreakerOptions = {}): ChatModel {
  let inARow = 0;
  const gone = () => inARow >= failures;
  return {
    name: model.name,
    contextTokens: model.contextTokens,
    unavailable: async (signal) => (gone() ? GONE : model.unavailable(signal)),
    async chat(messages, options) {
      if (gone()) throw new GibseyError('SERVICE_UNREACHABLE', `${model.name}: ${GONE}.`);
      try {
        const reply = await model.chat(messages, options);
        if (!gone()) inARow = 0;
        return reply;
      } catch (thrown) {
        const { code } = asGibseyError(thrown);
        if (code === 'SERVICE_UNREACHABLE') inARow++;
        else if (code !== 'INTERRUPTED' && !gone()) inARow = 0;
        throw thrown;
      }
    },
  };
}

const GONE = 'given up on for the rest of this run, it was out of reach';
