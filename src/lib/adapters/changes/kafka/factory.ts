import { GibseyError } from '../../../domain/errors.js';
import type { ChangeSource, Clock } from '../../../ports/index.js';
import { openAdmin } from './client.js';
import { asKafkaError } from './errors.js';
import { KafkaReader } from './reader.js';
import type { KafkaSettings } from './settings.js';

/**
 * Row events of the table `pages`, from a topic that Debezium fills. The members of a group share its partitions; what
 * they have done is committed there. Whoever asks for more than a group is refused: vectors are not in this stream.
 * @throws SERVICE_UNREACHABLE and CONFIG_INVALID (a refused login), from the readers
 */
export function openKafkaChanges(settings: KafkaSettings, clock: Clock): ChangeSource {
  return {
    complete: true,
    pollMs: 0, // reading waits by itself
    async open(as, from) {
      if ('follower' in as || from !== 'committed') {
        const message =
          'The stream of Kafka is read by groups alone, behind what they have committed.';
        throw new GibseyError('UNSUPPORTED', message);
      }
      return new KafkaReader(settings, groupIdOf(settings, as.group), clock);
    },
  };
}

/** `gibsey` and `embed/minilm@1/x` → `gibsey-embed-minilm-1-x`. */
const groupIdOf = ({ group }: KafkaSettings, name: string) =>
  `${group}-${name.replace(/[^\w.-]+/g, '-')}`;

/**
 * Asks the brokers for the topic.
 * @returns its partitions
 */
export async function probeKafka(settings: KafkaSettings): Promise<number> {
  const admin = await openAdmin(settings);
  try {
    const { topics } = await admin.metadata({ topics: [settings.topic], autocreateTopics: false });
    return topics.get(settings.topic)?.partitionsCount ?? 0;
  } catch (thrown) {
    throw asKafkaError(thrown, settings.brokers);
  } finally {
    await admin.close().catch(() => undefined); // the answer is there
  }
}
