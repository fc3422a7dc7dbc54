/** The client of Kafka, loaded when it is needed, as gibsey's settings want it. */
import type { Admin, Consumer, MessagesStream } from '@platformatic/kafka';
import type { KafkaSettings } from './settings.js';

/** A member that was killed is given up by its group after this long, ms. */
const SESSION_MS = 6000;
const HEARTBEAT_MS = 1000;
/** What fails beyond these is told to whoever reads, who tries again for as long as it takes. */
const TRIES = { retries: 3, retryDelay: 300, connectTimeout: 5000, requestTimeout: 20_000 };

export type GroupMember = Consumer<Buffer, Buffer, Buffer, Buffer>;
export type Stream = MessagesStream<Buffer, Buffer, Buffer, Buffer>;

function connection({ brokers, tls, ca, login }: KafkaSettings) {
  return {
    ...TRIES,
    clientId: 'gibsey',
    bootstrapBrokers: brokers.split(',').map((broker) => broker.trim()),
    ...(tls ? { tls: ca ? { ca } : {}, tlsServerName: true } : {}),
    ...(login ? { sasl: login } : {}),
  };
}

export async function openMember(settings: KafkaSettings, groupId: string): Promise<GroupMember> {
  const { Consumer } = await import('@platformatic/kafka');
  return new Consumer({
    ...connection(settings),
    groupId,
    autocommit: false,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: 2 * SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTime: 500,
    minBytes: 1,
    maxBytes: 4_000_000,
  });
}

export async function openAdmin(settings: KafkaSettings): Promise<Admin> {
  const { Admin } = await import('@platformatic/kafka');
  return new Admin(connection(settings));
}
