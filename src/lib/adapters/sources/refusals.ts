import { GibseyError } from '../../domain/errors.js';
import { StatusError } from '../http/failure.js';
import { unusable, type TargetRecord } from './items.js';
import { excerpt } from './rejected.js';

/** Why a service tells nothing of what it was asked for. */
const WHY: Readonly<Record<number, string>> = {
  400: 'it does not understand what is asked for',
  403: 'it may not be read',
  404: 'there is no such thing, or it may not be read',
  410: 'it is gone',
  422: 'it does not understand what is asked for',
  451: 'it may not be read for legal reasons',
};

/**
 * A target that the service refuses is a problem, not the end of the others.
 * @param said what the service says of it, from the body of its refusal
 */
export async function* refusedTarget(
  name: string,
  read: () => AsyncIterable<TargetRecord>,
  said: (text: string) => string | null | undefined = () => null,
): AsyncGenerator<TargetRecord> {
  try {
    yield* read();
  } catch (thrown) {
    if (!(thrown instanceof StatusError)) throw thrown;
    const { status, text } = thrown;
    const words = said(text);
    const why = `${WHY[status] ?? 'it is refused'} (HTTP ${status})`;
    yield unusable(excerpt(name), words ? `${why}: ${excerpt(words, 120)}` : why);
  }
}

/** A reply in another shape than the service's. */
export const invalidReply = (service: string, what: string): GibseyError =>
  new GibseyError(
    'REPLY_INVALID',
    `${service} answered with something else than asked for: ${what}.`,
    {
      hint: 'check the address of the service in the configuration, then run the same command again',
    },
  );
