/** The worker on a real Kafka, as a user runs it: the built binary, events as Debezium writes them. */
import { execFile, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { jsonLines, sampleBook } from '../support/book.js';
import { gibsey, gibseyJson, ROOT, temporaryFolder } from '../support/cli.js';
import { when } from '../support/nights.js';
import { brokers, pageEvent, topics, type Topics } from './kafka-topics.js';

const book = sampleBook(10);
let kafka: Topics;
beforeAll(async () => void (kafka = await topics('worker')));
afterAll(() => kafka?.close());

interface Stats {
  events: number;
  embedded: number;
  buried: number;
  lag: number;
  offset: number | null;
}

/** A store whose worker has begun on an empty topic of two partitions. */
async function begun() {
  const topic = await kafka.create(2);
  const cwd = temporaryFolder();
  const env = {
    GIBSEY_CHANGES_SOURCE: 'kafka',
    GIBSEY_CHANGES_BROKERS: brokers(),
    GIBSEY_CHANGES_TOPIC: topic,
    GIBSEY_CHANGES_GROUP: topic,
  };
  const ingest = async (pages: readonly object[]) => {
    writeFileSync(join(cwd, 'pages.jsonl'), jsonLines(pages));
    expect((await gibsey(['ingest', 'pages', 'pages.jsonl', '--name', 'b'], { cwd })).code).toBe(0);
  };
  const tell = (messages: { key: string | null; value: string | null }[]) =>
    kafka.producer.send({ topic, messages });
  const once = () => gibseyJson<Stats>(['worker', '--once'], { cwd, env });
  await ingest(book.slice(0, 2));
  const first = await once(); // nobody has told of the two: the store is compared
  expect([first.code, first.json]).toMatchObject([0, { events: 0, embedded: 2, lag: 0 }]);
  return { cwd, env, ingest, tell, once };
}

const put = (pages: readonly { id: string }[]) =>
  pages.map(({ id }) => pageEvent('i', id, { body: 'As the store has it.' }));

it('embeds what events tell of, once, and leaves what it cannot read to the dead letters', async () => {
  const { cwd, ingest, tell, once } = await begun();
  await ingest(book.slice(0, 8));
  const events = put(book.slice(0, 8));
  await tell([...events, { key: null, value: '{"op":' }, ...events.reverse()]);
  const { json } = await once();
  expect(json).toMatchObject({ embedded: 6, buried: 1, lag: 0, offset: null });
  expect((await once()).json).toMatchObject({ events: 0, embedded: 0, buried: 0 });
  const [found] = (
    await gibseyJson<{ pages: { page_id: string }[] }>(['retrieve', book[6]!.text.slice(0, 120)], {
      cwd,
    })
  ).json.pages;
  expect(found?.page_id).toBe(book[6]!.id);
  const dead = await gibseyJson<{ page_id: string; code: string }[]>(['worker', '--dead'], { cwd });
  expect(dead.json).toMatchObject([{ code: 'REPLY_INVALID' }]);
});

it('goes on where one was killed, and while its broker is restarted', async () => {
  const { cwd, env, ingest, tell, once } = await begun();
  await ingest(book);
  await tell(put(book));
  await gibsey(['worker'], { cwd, env, started: when('Following', kill) });
  expect((await once()).json).toMatchObject({ lag: 0 });
  expect((await gibseyJson<{ status: string }>(['embed'], { cwd })).json.status).toBe('unchanged');
  const edited = { ...book[3]!, text: 'Edited while the broker was away.' };
  let told: Promise<unknown> = Promise.resolve();
  const { code, stdout } = await gibsey(['worker'], {
    cwd,
    env,
    started: (child) => {
      when('Following', () => {
        told = restart()
          .then(() => ingest([edited]))
          .then(() => tell(put([edited])));
      })(child);
      when('1 page embedded', (it) => it.kill('SIGTERM'))(child);
    },
  });
  await told;
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 page embedded')]);
});

/** Some moments after it began. */
const kill = (child: ChildProcess) => setTimeout(() => child.kill('SIGKILL'), 1500);

async function restart(): Promise<void> {
  const script = (name: string) => join(ROOT, 'test/services/kafka', name);
  await promisify(execFile)(script('stop.sh'), ['-9']);
  await promisify(execFile)(script('start.sh'));
}
