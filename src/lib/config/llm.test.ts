import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ollamaHosts } from './llm.js';
import { loadConfig } from './load.js';
import { shownSetting, withoutSecrets } from './redact.js';

const KEY = 'sk-planted-0123456789';
const load = (env: Record<string, string>, file?: object) => {
  const cwd = mkdtempSync(join(tmpdir(), 'gibsey-llm-'));
  if (file) writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(file));
  return loadConfig({ cwd, env }).config;
};
const openai = { GIBSEY_LLM_PROVIDER: 'openai', GIBSEY_LLM_MODEL: 'gpt-test' };

describe('the hosts of Ollama', () => {
  it.each([
    [{}, undefined, ['127.0.0.1:11434']],
    [{ OLLAMA_HOST: 'a:1, b:2,' }, undefined, ['a:1', 'b:2']],
    [{ OLLAMA_HOST: 'a:1' }, { llm: { hosts: ['b', 'c'] } }, ['b', 'c']],
  ])('%j %j', (env, file, hosts) => {
    expect(ollamaHosts(load(env, file).llm)).toEqual(hosts);
  });
});

describe('keys', () => {
  const all = { OPENAI_API_KEY: KEY, GROQ_API_KEY: 'gsk', ANTHROPIC_API_KEY: 'ant' };

  it('are taken from the variable of the provider that is named, and from no other', () => {
    expect(load({ ...all, ...openai }).llm.apiKey).toBe(KEY);
    expect(load({ ...all, ...openai, GIBSEY_LLM_PROVIDER: 'groq' }).llm.apiKey).toBe('gsk');
    expect(load({ ...all, ...openai, GIBSEY_LLM_API_KEY: 'own' }).llm.apiKey).toBe('own');
    expect(load(all).llm).toMatchObject({ provider: 'ollama' });
    expect(load(all).llm.apiKey).toBeUndefined();
  });

  it('are shown nowhere, and a stored hash does not depend on them', () => {
    const config = load({ ...all, ...openai, OLLAMA_HOST: 'http://u:s3cret@a' });
    expect(JSON.stringify(withoutSecrets(config))).not.toMatch(/planted|s3cret/);
    expect(withoutSecrets(config)).toMatchObject({
      llm: { model: 'gpt-test' },
      clustering: { k: 48 },
    });
    expect(shownSetting('llm.apiKey', KEY)).not.toContain(KEY);
    const wrong = () => load({}, { llm: { apiKey: [KEY] } });
    expect(wrong).toThrow(/llm\.apiKey is \(a secret\)/);
    expect(wrong).not.toThrow(/planted/);
  });
});

describe('what belongs together', () => {
  it.each([
    [{ provider: 'openai' }, /llm\.provider is "openai".*it needs llm\.model/],
    [{ provider: 'compatible' }, /llm\.provider is "compatible".*it needs llm\.baseUrl/],
  ])('%j', (llm, message) => {
    expect(() => load({}, { llm })).toThrow(message);
  });

  it('is a limit of cost with prices, unless the hosts are one’s own', () => {
    const night = { maxCostUsd: 2 };
    const llm = { provider: 'groq', model: 'm' };
    expect(() => load({}, { night, llm })).toThrow(/night\.maxCostUsd is 2.*promptPricePerMillion/);
    const prices = { promptPricePerMillion: 0.5, completionPricePerMillion: 0 };
    expect(load({}, { night, llm: { ...llm, ...prices } }).night.maxCostUsd).toBe(2);
    expect(load({}, { night }).llm.provider).toBe('ollama');
  });
});
