import { afterAll, beforeAll } from 'vitest';
import { openKafkaChanges } from '../../src/lib/adapters/changes/kafka/factory.js';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { changeSourceContract } from '../contract/changes/index.js';
import { brokers, pageEvent, topics, type Topics } from './kafka-topics.js';

let kafka: Topics;
beforeAll(async () => void (kafka = await topics('contract')));
afterAll(() => kafka?.close());

changeSourceContract({
  name: 'Kafka',
  follows: false,
  beginsLost: true,
  async open() {
    const topic = await kafka.create();
    const settings = { brokers: brokers(), topic, group: topic, tls: false, login: null };
    const send = (op: 'i' | 'd') => (ids: readonly string[]) =>
      kafka.producer.send({ topic, messages: ids.map((id) => pageEvent(op, id)) });
    return {
      source: openKafkaChanges({ ...settings, maxBytesPerSecond: 10_000_000 }, systemClock),
      put: send('i'),
      remove: send('d'),
      async lose() {
        const [{ high = '0' } = {}] = await kafka.admin.fetchTopicOffsets(topic);
        await kafka.admin.deleteTopicRecords({
          topic,
          partitions: [{ partition: 0, offset: high }],
        });
      },
      close: async () => undefined, // the broker goes, and all with it
    };
  },
});
