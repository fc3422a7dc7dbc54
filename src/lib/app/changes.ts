/** Where changes are heard of: the part of the composition root that opens their streams. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { openEmbeddedChanges } from '../adapters/changes/embedded/factory.js';
import type { KafkaSettings } from '../adapters/changes/kafka/settings.js';
import type { Config } from '../config/schema.js';
import { GibseyError } from '../domain/errors.js';
import type { ChangeSource, Clock, Store } from '../ports/index.js';

type Settings = Config['changes'];

interface Named {
  config: Pick<Config, 'changes' | 'worker'>;
  /** Folder in which relative paths begin. */
  root: string;
}

/** The store's own feed: of pages and of vectors. */
export const openStoreChanges = (store: Store): ChangeSource => openEmbeddedChanges(store);

/** What a worker follows, by the settings. */
export async function openWorkerChanges(
  store: Store,
  { config, root }: Named,
  clock: Clock,
): Promise<ChangeSource> {
  if (config.changes.source === 'embedded') return openEmbeddedChanges(store);
  const { openKafkaChanges } = await import('../adapters/changes/kafka/factory.js');
  return openKafkaChanges(kafkaSettings(config, root), clock);
}

/**
 * What there is to say of the stream of changes, in a few words.
 * @throws SERVICE_UNREACHABLE, CONFIG_INVALID
 */
export async function probeChanges({ config, root }: Named): Promise<string> {
  const { source, topic, brokers } = config.changes;
  if (source === 'embedded') return 'the feed of the store';
  const { probeKafka } = await import('../adapters/changes/kafka/factory.js');
  const partitions = await probeKafka(kafkaSettings(config, root));
  return `topic ${topic} on Kafka at ${brokers}, ${partitions} partition(s)`;
}

function kafkaSettings(config: Named['config'], root: string): KafkaSettings {
  const { brokers, topic, group, tls, ca } = config.changes;
  const { maxBytesPerSecond } = config.worker;
  return {
    ...{ brokers, topic, group, tls, maxBytesPerSecond, login: loginOf(config.changes) },
    ...(ca === undefined ? {} : { ca: certificates(resolve(root, ca)) }),
  };
}

const MECHANISMS = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

function loginOf({ user, password, mechanism }: Settings): KafkaSettings['login'] {
  if (user === undefined || password === undefined) return null;
  return { mechanism: MECHANISMS[mechanism], username: user, password };
}

function certificates(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GibseyError('CONFIG_INVALID', `changes.ca: ${path} cannot be read.`, { cause });
  }
}
