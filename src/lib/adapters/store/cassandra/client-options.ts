import { readFileSync } from 'node:fs';
import type * as cassandra from 'cassandra-driver';
import type { ClientOptions, types } from 'cassandra-driver';
import { GibseyError } from '../../../domain/errors.js';
import { RECONNECT_MS } from './reconnecting.js';
import type { CassandraUrl } from './url.js';

type Driver = Pick<typeof cassandra, 'policies' | 'types'>;

export const CONSISTENCIES = ['local-one', 'local-quorum', 'quorum', 'all'] as const;

export interface ClusterSettings {
  /** Of reads and writes; default `local-quorum`. What is compared and set is serial in the data centre. */
  consistency?: (typeof CONSISTENCIES)[number];
  /** The nodes are spoken to by TLS; with certificates of their authority (a PEM file), or those of Node. */
  tls?: boolean;
  ca?: string;
}

/** Hosts are tried in turn, each for a TCP connection and then for a greeting: one dead host is given up in 9 s. */
const CONNECT_MS = 9000;
const LEAST_STEP_MS = 1500;
/** A busy node gives a write up after 2 s, though it may have been done. */
const WRITE_TRIES = 3;

/** What the driver is opened with. */
export function clientOptions(
  driver: Driver,
  url: CassandraUrl,
  { consistency = 'local-quorum', tls = false, ca }: ClusterSettings,
): ClientOptions {
  const { reconnection } = driver.policies;
  const step = Math.max(LEAST_STEP_MS, CONNECT_MS / 2 / url.contactPoints.length);
  return {
    contactPoints: url.contactPoints,
    localDataCenter: url.dataCenter,
    ...(url.credentials && { credentials: url.credentials }),
    ...(tls && { sslOptions: tlsOptions(ca) }),
    // Nodes that are found through the others have the port of those: the driver would take them to be on 9042.
    protocolOptions: { port: portOf(url) },
    encoding: { useBigIntAsLong: true },
    policies: {
      reconnection: new reconnection.ConstantReconnectionPolicy(RECONNECT_MS),
      retry: retryPolicy(driver),
    },
    socketOptions: { connectTimeout: step, readTimeout: step },
    queryOptions: {
      prepare: true,
      consistency: consistencyOf(driver, consistency),
      serialConsistency: driver.types.consistencies.localSerial,
    },
  };
}

const portOf = ({ contactPoints }: CassandraUrl) => Number(/:(\d+)$/.exec(contactPoints[0]!)?.[1]);

function consistencyOf(
  { types: { consistencies } }: Driver,
  name: (typeof CONSISTENCIES)[number],
): types.consistencies {
  const { localOne, localQuorum, quorum, all } = consistencies;
  return { 'local-one': localOne, 'local-quorum': localQuorum, quorum, all }[name];
}

/** Host names are checked where a host has one: nodes tell of each other by address. */
function tlsOptions(ca: string | undefined) {
  if (ca === undefined) return { rejectUnauthorized: true };
  try {
    return { rejectUnauthorized: true, ca: [readFileSync(ca)] };
  } catch (cause) {
    throw new GibseyError('CONFIG_INVALID', `store.ca: ${ca} cannot be read.`, { cause });
  }
}

/** As the driver does by default; and a write that may be done twice is tried again where it came to no answer. */
export function retryPolicy({ policies: { retry } }: Driver) {
  return new (class extends retry.RetryPolicy {
    override onWriteTimeout(...args: Parameters<retryPolicyOf['onWriteTimeout']>) {
      const [{ executionOptions, nbRetry }, consistency] = args;
      if (!executionOptions.isIdempotent()) return super.onWriteTimeout(...args);
      return nbRetry < WRITE_TRIES ? this.retryResult(consistency, true) : this.rethrowResult();
    }
  })();
}

type retryPolicyOf = InstanceType<Driver['policies']['retry']['RetryPolicy']>;
