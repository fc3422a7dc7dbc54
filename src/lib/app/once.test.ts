import { expect, test } from 'vitest';
import { once } from './once.js';

test('what was opened is not opened again, and whoever asks first says how', async () => {
  let opened = 0;
  const part = once(async (name: string) => `${name} ${++opened}`);
  expect(await Promise.all([part('lamp'), part('tower')])).toEqual(['lamp 1', 'lamp 1']);
  expect(await part('sea')).toBe('lamp 1');
  expect(await part.opened()).toBe('lamp 1');
});

test('what could not be opened is opened for the next who asks', async () => {
  const replies = [Promise.reject(new Error('away')), Promise.resolve(null), Promise.resolve(1)];
  const part = once(() => replies.shift()!);
  await expect(part()).rejects.toThrow('away');
  expect(await part()).toBeNull();
  expect(await part()).toBe(1);
  expect(await part()).toBe(1);
});

test('waiting for it opens nothing, and hides nothing from whoever asked', async () => {
  let fail: (why: Error) => void = () => undefined;
  const part = once(() => new Promise<number>((_, reject) => (fail = reject)));
  expect(await part.opened()).toBeNull();
  const asked = part();
  const waited = part.opened();
  fail(new Error('away'));
  await expect(asked).rejects.toThrow('away');
  expect(await waited).toBeNull();
});
