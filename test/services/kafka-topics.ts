/** Topics on a real Kafka for tests, filled by a client that is not the product's, in the envelope of Debezium. */
import { Kafka, logLevel, type Admin, type Producer } from 'kafkajs';

/** @throws when no broker was started: a test that needs one never passes without it. */
export function brokers(): string {
  const named = process.env.KAFKA_BROKERS;
  if (named) return named;
  throw new Error(
    'KAFKA_BROKERS is not set: run test/services/run.sh, which starts a broker for these tests.',
  );
}

export interface Topics {
  admin: Admin;
  producer: Producer;
  create(partitions?: number): Promise<string>;
  close(): Promise<void>;
}

export async function topics(prefix: string): Promise<Topics> {
  // Its partitioner says on each start that it is another one than before.
  process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
  const retry = { retries: 60, initialRetryTime: 200, maxRetryTime: 1000 };
  const kafka = new Kafka({ brokers: brokers().split(','), logLevel: logLevel.NOTHING, retry });
  const admin = kafka.admin();
  const producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  let made = 0;
  return {
    admin,
    producer,
    async create(numPartitions = 1) {
      const topic = `${prefix}.${process.pid}.${made++}`;
      await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
      return topic;
    },
    async close() {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}

const cell = (value: unknown) => ({ value, deletion_ts: null, set: true });

/** A message as the connector for Cassandra writes it. */
export function pageEvent(op: 'i' | 'u' | 'd', id: string, columns: Record<string, unknown> = {}) {
  const cells = Object.entries({ id, ...columns }).map(([name, value]) => [name, cell(value)]);
  const now = Date.now();
  const source = { connector: 'cassandra', ts_ms: now, snapshot: 'false', table: 'pages' };
  return {
    key: JSON.stringify({ id }),
    value: JSON.stringify({ ts_ms: now, op, source, after: Object.fromEntries(cells) as object }),
  };
}
