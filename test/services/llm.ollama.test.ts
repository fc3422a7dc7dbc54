import { describe, expect, it } from 'vitest';
import { openOllama } from '../../src/lib/adapters/llm/ollama/factory.js';
import { askModel } from '../../src/lib/stages/classify/model.js';
import { INTENTS } from '../../src/lib/stages/classify/labels/intents.js';
import { ollamaHost } from './ollama/host.js';

const idle = () => new AbortController().signal;
const QUESTION = [{ role: 'user', content: 'Name three colours.' }] as const;
const MODEL = 'smollm2';

/** The real host; what it says is the model's affair, that it is understood is ours. */
describe('Ollama', () => {
  const ollama = ollamaHost();

  it('is available with the model, and says which model it lacks', async () => {
    expect(await openOllama({ host: ollama.address, model: MODEL }).unavailable(idle())).toBeNull();
    const reason = await openOllama({ host: ollama.address, model: 'nobody:1b' }).unavailable(
      idle(),
    );
    expect(reason).toBe(`model nobody:1b is not on ${ollama.address} (ollama pull nobody:1b)`);
  });

  // The same seed does not give the same words: a prompt that Ollama finds in its cache is computed otherwise.
  it('answers and counts tokens', async () => {
    const model = openOllama({ host: ollama.address, model: MODEL, numThread: 1 });
    const options = { maxTokens: 24, temperature: 0, seed: 42, signal: idle() };
    const { text, tokens } = await model.chat(QUESTION, options);
    expect(text.length).toBeGreaterThan(0);
    expect(tokens.prompt).toBeGreaterThan(5);
    expect(tokens.completion).toBeGreaterThan(0);
  });

  it('tells its reply as it comes', async () => {
    const model = openOllama({ host: ollama.address, model: MODEL });
    const pieces: string[] = [];
    const onText = (piece: string) => pieces.push(piece);
    const options = { maxTokens: 24, temperature: 0, seed: 42, signal: idle(), onText };
    const { text, tokens } = await model.chat(QUESTION, options);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe(text);
    expect(tokens.completion).toBeGreaterThan(3);
  });

  it('gives a label of the list, held by the schema', async () => {
    const model = openOllama({ host: ollama.address, model: MODEL });
    const found = await askModel(model, 'Where is the station?', INTENTS, idle());
    expect(INTENTS.map(({ label }) => label)).toContain(found?.label);
  });

  it('stops writing when it is told to in the middle of a stream', async () => {
    const model = openOllama({ host: ollama.address, model: MODEL });
    const stop = new AbortController();
    const onText = () => stop.abort();
    const options = { maxTokens: 2_000, temperature: 0, signal: stop.signal, onText };
    await expect(model.chat(QUESTION, options)).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('says that it was cut off', async () => {
    const model = openOllama({ host: ollama.address, model: MODEL });
    const options = { maxTokens: 4, temperature: 0, seed: 42, signal: idle() };
    const { cut, tokens } = await model.chat(QUESTION, options);
    expect(cut).toBe(true);
    expect(tokens.completion).toBe(4);
  });

  it('names a missing model when it is asked to chat', async () => {
    const asking = openOllama({ host: ollama.address, model: 'nobody:1b' }).chat(QUESTION, {
      maxTokens: 4,
      signal: idle(),
    });
    await expect(asking).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      hint: 'ollama pull nobody:1b',
    });
  });

  it('stops writing when it is told to, and at the time-out', async () => {
    const long = { maxTokens: 2_000, temperature: 0, seed: 42 };
    const stop = AbortSignal.timeout(300);
    const stopped = openOllama({ host: ollama.address, model: MODEL }).chat(QUESTION, {
      ...long,
      signal: stop,
    });
    await expect(stopped).rejects.toMatchObject({ code: 'INTERRUPTED' });
    const late = openOllama({ host: ollama.address, model: MODEL, timeoutMs: 300 });
    const timedOut = late.chat(QUESTION, { ...long, signal: idle() });
    await expect(timedOut).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
  });
});
