import { GibseyError } from '../../../domain/errors.js';

interface ClientError {
  code?: unknown;
  message?: unknown;
  errors?: unknown;
  cause?: unknown;
  findBy?: (property: string, value: unknown) => unknown;
}

/** The group has moved on without this member: it joins again. */
export const isRevoked = (error: unknown): boolean =>
  Boolean((error as ClientError).findBy?.('needsRejoin', true));

/** What the client threw as a row of the error table. Nothing that it may know of a login is passed on. */
export function asKafkaError(thrown: unknown, brokers: string): GibseyError {
  if (thrown instanceof GibseyError) return thrown;
  const why = flat(thrown);
  if (why.some(({ code }) => code === 'PLT_KFK_AUTHENTICATION')) {
    return new GibseyError('CONFIG_INVALID', `Kafka at ${brokers} refuses the login.`, {
      hint: 'mend changes.user, changes.password and changes.mechanism',
    });
  }
  if (why.some(({ message }) => /UNKNOWN_TOPIC|does not host this topic/.test(String(message)))) {
    return new GibseyError('SERVICE_UNREACHABLE', `Kafka at ${brokers} has no such topic yet.`, {
      hint: 'create the topic of changes.topic, or set another one',
      cause: thrown,
    });
  }
  const last = why.at(-1)?.message;
  const said = typeof last === 'string' ? ` (${last.replace(/\.?\s*$/, '')})` : '';
  return new GibseyError('SERVICE_UNREACHABLE', `Kafka at ${brokers} does not answer${said}.`, {
    hint: 'start it or mend changes.brokers',
    cause: thrown,
  });
}

/** An error and all that it was made from. */
function flat(thrown: unknown): ClientError[] {
  if (typeof thrown !== 'object' || thrown === null) return [];
  const error = thrown as ClientError;
  const inner = Array.isArray(error.errors) ? (error.errors as unknown[]) : [];
  return [error, ...[...inner, error.cause].flatMap(flat)];
}
