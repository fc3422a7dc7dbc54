import { expect, test } from 'vitest';
import { interrupted } from './call.js';
import { remembering } from './remembering.js';

/** The vector of a text is its length; what was asked for is noted. */
function open(most = 2) {
  const asked: (readonly string[])[] = [];
  let closed = false;
  const asker = {
    embed: async (texts: readonly string[], signal?: AbortSignal) => {
      if (closed || signal?.aborted === true) throw interrupted('too late');
      asked.push(texts);
      return texts.map(({ length }) => Float32Array.of(length));
    },
    close: async () => void (closed = true),
  };
  return { asked, ...remembering(asker, most) };
}

test('a question is embedded once, until others came after it', async () => {
  const { asked, embed } = open();
  for (const text of ['a', 'bb', 'a', 'ccc', 'a', 'bb']) {
    expect(await embed([text])).toEqual([Float32Array.of(text.length)]);
  }
  expect(asked.flat()).toEqual(['a', 'bb', 'ccc', 'bb']);
});

test("what a caller does to its vector changes nobody else's", async () => {
  const { embed } = open();
  for (let time = 0; time < 3; time++) {
    const [vector] = await embed(['a']);
    expect(vector).toEqual(Float32Array.of(1));
    vector!.fill(9);
  }
});

test('several texts, long ones and none go by', async () => {
  const { asked, embed } = open();
  const calls = [['a', 'b'], ['a', 'b'], ['x'.repeat(2000)], ['x'.repeat(2000)], []];
  for (const texts of calls) expect(await embed(texts)).toHaveLength(texts.length);
  expect(asked).toEqual(calls);
});

test('nothing is remembered for who has gone, or once it is closed', async () => {
  const { embed, close } = open();
  await embed(['a']);
  await expect(embed(['a'], AbortSignal.abort())).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await close();
  await expect(embed(['a'])).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
