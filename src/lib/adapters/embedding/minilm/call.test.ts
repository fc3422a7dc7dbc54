import { describe, expect, it } from 'vitest';
import { GibseyError } from '../../../domain/errors.js';
import { Call } from './call.js';

const vector = (x: number) => Float32Array.of(x);

describe('Call', () => {
  it('puts vectors where their texts are, in whatever order they come', async () => {
    const call = new Call(['a', 'b']);
    const first = call.take();
    const second = call.take();
    expect([first.text, second.text, call.waiting]).toEqual(['a', 'b', false]);
    call.finish(second.index, vector(2));
    call.finish(first.index, vector(1));
    expect(await call.settled).toEqual([vector(1), vector(2)]);
  });

  it('is done at once without texts', async () => {
    expect(await new Call([]).settled).toEqual([]);
  });

  it('when aborted hands out no more, and settles after the texts at hand', async () => {
    const controller = new AbortController();
    const call = new Call(['a', 'b', 'c'], controller.signal);
    let settled = false;
    const outcome = call.settled.catch((error: unknown) => error).finally(() => (settled = true));
    const { index } = call.take();
    controller.abort();
    expect(call.waiting).toBe(false);
    await new Promise(setImmediate);
    expect(settled).toBe(false);
    call.finish(index, vector(1));
    expect(await outcome).toMatchObject({ code: 'INTERRUPTED' });
  });

  it('rejects at once when nothing is at hand', async () => {
    await expect(new Call(['a'], AbortSignal.abort()).settled).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
  });

  it('gives the first of several reasons', async () => {
    const call = new Call(['a', 'b']);
    call.take();
    call.take();
    call.fail(new GibseyError('INTERNAL', 'first'));
    call.fail(new GibseyError('INTERNAL', 'second'));
    await expect(call.settled).rejects.toThrow('first');
  });
});
