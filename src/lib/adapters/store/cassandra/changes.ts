import { GibseyError } from '../../../domain/errors.js';
import type { ChangeFeed } from '../../../ports.js';

/** Changes leave Cassandra through change data capture: the commit log, read by a process beside the server. */
export const cassandraChanges: ChangeFeed = {
  read: unsupported,
  latest: unsupported,
  trim: unsupported,
};

async function unsupported(): Promise<never> {
  const message =
    'Cassandra has no change feed that gibsey could read; its changes leave by CDC (Debezium, Kafka).';
  throw new GibseyError('UNSUPPORTED', message, { hint: 'gibsey embed' });
}
