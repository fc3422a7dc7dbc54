import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/lib/domain/errors.js';
import type { ChatMessage, ChatModel } from '../../../src/lib/ports/index.js';

/** What stands behind the model: each adapter says how its service behaves so. */
export type Scenario =
  | { kind: 'answers'; text: string; cut?: boolean }
  | { kind: 'hangs'; timeoutMs: number }
  /** It begins to stream, then hangs, breaks off, or says that it failed. */
  | { kind: 'begins'; text: string; ending: 'hang' | 'break' | 'error' }
  | { kind: 'empty' | 'garbage' | 'overloaded' | 'model missing' | 'deaf' | 'down' };

export interface OpenedModel {
  model: ChatModel;
  /** Chat requests that have reached the service. */
  received: () => { model: string; messages: { role: string; content: string }[] }[];
  /** Where its requests have a schema that the reply is to follow. */
  schemaOf: (request: object) => unknown;
  /** Chat requests whose connection was closed before the reply was complete. */
  abandoned: () => number;
  close: () => Promise<void>;
}

const MESSAGES: ChatMessage[] = [
  { role: 'system', content: 'Answer in one word.' },
  { role: 'user', content: 'Which colour has the sky? “Blaŭ” or 青い?' },
];
const idle = () => new AbortController().signal;

/** Every adapter of the ChatModel port, against a service that behaves well and badly. */
export function chatModelContract(
  name: string,
  open: (scenario: Scenario) => Promise<OpenedModel>,
): void {
  describe(`ChatModel: ${name}`, () => {
    const opened: OpenedModel[] = [];
    const given = async (scenario: Scenario) => {
      const it = await open(scenario);
      opened.push(it);
      return it;
    };
    const ask = (model: ChatModel, signal = idle()) =>
      model.chat(MESSAGES, { maxTokens: 32, temperature: 0, seed: 42, signal });
    const failsWith = (code: ErrorCode, retryable: boolean) =>
      expect.objectContaining({ name: 'GibseyError', code, retryable }) as unknown;

    afterEach(async () => {
      await Promise.all(opened.splice(0).map(({ close }) => close()));
    });

    it('answers with text and counts tokens', async () => {
      const { model } = await given({ kind: 'answers', text: 'Blue.' });
      const reply = await ask(model);
      expect(reply.text).toBe('Blue.');
      expect(reply.cut).toBe(false);
      expect(reply.tokens.prompt).toBeGreaterThan(0);
      expect(reply.tokens.completion).toBeGreaterThan(0);
    });

    it('sends the messages as they are, to the model it is named after', async () => {
      const { model, received } = await given({ kind: 'answers', text: 'Blue.' });
      await ask(model);
      expect(received()).toMatchObject([{ model: model.name, messages: MESSAGES }]);
    });

    it('hands on a schema for the reply, and none where there is none', async () => {
      const schema = { type: 'object', properties: { colour: { type: 'string' } } };
      const { model, received, schemaOf } = await given({ kind: 'answers', text: '{}' });
      await model.chat(MESSAGES, { maxTokens: 32, schema, signal: idle() });
      await ask(model);
      expect(received().map(schemaOf)).toEqual([schema, undefined]);
    });

    it('says when a reply was cut off', async () => {
      const { model } = await given({ kind: 'answers', text: 'Blue, as', cut: true });
      expect((await ask(model)).cut).toBe(true);
    });

    it('is available when the service has the model', async () => {
      const { model, received } = await given({ kind: 'answers', text: 'Blue.' });
      expect(await model.unavailable(idle())).toBeNull();
      expect(received()).toEqual([]); // asking must not cost a reply
    });

    it('names a missing model when asked for availability, and fails when asked to chat', async () => {
      const { model } = await given({ kind: 'model missing' });
      expect(await model.unavailable(idle())).toContain(model.name);
      await expect(ask(model)).rejects.toThrow(failsWith('SERVICE_UNREACHABLE', true));
    });

    it('says in time that nobody is there', async () => {
      const { model } = await given({ kind: 'down' });
      expect(await model.unavailable(idle())).toMatch(/no LLM at/);
      await expect(ask(model)).rejects.toThrow(failsWith('SERVICE_UNREACHABLE', true));
    });

    it('does not wait long for a service that accepts and never answers', async () => {
      const { model } = await given({ kind: 'deaf' });
      const start = performance.now();
      expect(await model.unavailable(idle())).toMatch(/no LLM at/);
      expect(performance.now() - start).toBeLessThan(1_500);
    });

    it('gives up at the time-out', async () => {
      const { model } = await given({ kind: 'hangs', timeoutMs: 150 });
      await expect(ask(model)).rejects.toThrow(failsWith('SERVICE_UNREACHABLE', true));
    });

    it('takes an overloaded service for out of reach', async () => {
      const { model } = await given({ kind: 'overloaded' });
      await expect(ask(model)).rejects.toThrow(failsWith('SERVICE_UNREACHABLE', true));
    });

    it.each(['empty', 'garbage'] as const)('refuses a reply that is %s', async (kind) => {
      const { model } = await given({ kind });
      await expect(ask(model)).rejects.toThrow(failsWith('REPLY_INVALID', true));
    });

    it('stops at once when it is told to', async () => {
      const { model, received } = await given({ kind: 'hangs', timeoutMs: 60_000 });
      const stop = new AbortController();
      const asking = ask(model, stop.signal);
      const rejected = expect(asking).rejects.toThrow(failsWith('INTERRUPTED', true));
      await expect.poll(() => received().length).toBe(1);
      stop.abort();
      await rejected;
    });

    it('asks nothing when it was stopped before', async () => {
      const { model, received } = await given({ kind: 'answers', text: 'Blue.' });
      const stopped = AbortSignal.abort();
      await expect(ask(model, stopped)).rejects.toThrow(failsWith('INTERRUPTED', true));
      expect(received()).toEqual([]);
    });

    describe('told as it comes', () => {
      const listen = async (model: ChatModel, signal = idle(), heard = () => {}) => {
        const pieces: string[] = [];
        const onText = (piece: string) => {
          pieces.push(piece);
          heard();
        };
        const reply = await model
          .chat(MESSAGES, { maxTokens: 32, signal, onText })
          .catch((thrown: unknown) => ({ thrown }));
        return { pieces, reply };
      };

      it('is the text of the reply in pieces, with the same counts', async () => {
        const text = 'Blue, or “Blaŭ”: 青い 🐳.\n\n And so on.';
        const { model } = await given({ kind: 'answers', text });
        const { pieces, reply } = await listen(model);
        expect(pieces.length).toBeGreaterThan(1);
        expect(pieces.join('')).toBe(text);
        expect(reply).toEqual(await ask(model));
      });

      it('says when it was cut off', async () => {
        const { model } = await given({ kind: 'answers', text: 'Blue, as', cut: true });
        expect((await listen(model)).reply).toMatchObject({ text: 'Blue, as', cut: true });
      });

      it.each(['break', 'error'] as const)('fails when it ends with a %s', async (ending) => {
        const { model } = await given({ kind: 'begins', text: 'Blue, as ', ending });
        const { pieces, reply } = await listen(model);
        expect(pieces.join('')).toBe('Blue, as ');
        expect(reply).toEqual({ thrown: failsWith('SERVICE_UNREACHABLE', true) });
      });

      it.each(['empty', 'garbage'] as const)('refuses a reply that is %s', async (kind) => {
        const { model } = await given({ kind });
        const { reply } = await listen(model);
        expect(reply).toEqual({ thrown: failsWith('REPLY_INVALID', true) });
      });

      it('takes an overloaded service for out of reach', async () => {
        const { model } = await given({ kind: 'overloaded' });
        const { pieces, reply } = await listen(model);
        expect([pieces, reply]).toEqual([[], { thrown: failsWith('SERVICE_UNREACHABLE', true) }]);
      });

      it('closes the connection when it is told to stop in the middle', async () => {
        const { model, abandoned } = await given({
          kind: 'begins',
          text: 'Blue, as ',
          ending: 'hang',
        });
        const stop = new AbortController();
        const { reply } = await listen(model, stop.signal, () => stop.abort());
        expect(reply).toEqual({ thrown: failsWith('INTERRUPTED', true) });
        await expect.poll(abandoned).toBe(1);
      });
    });
  });
}
