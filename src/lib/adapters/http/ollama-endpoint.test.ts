import { describe, expect, it } from 'vitest';
import { endpointOf } from './ollama-endpoint.js';

describe('endpointOf', () => {
  it.each([
    ['127.0.0.1:11434', 'http://127.0.0.1:11434', '127.0.0.1:11434'],
    ['gpu-box', 'http://gpu-box:11434', 'gpu-box:11434'],
    [':5000', 'http://127.0.0.1:5000', '127.0.0.1:5000'],
    ['0.0.0.0', 'http://127.0.0.1:11434', '127.0.0.1:11434'],
    ['[::]:7000', 'http://127.0.0.1:7000', '127.0.0.1:7000'],
    ['http://gpu-box', 'http://gpu-box:80', 'gpu-box:80'],
    ['https://llm.example.org/', 'https://llm.example.org:443', 'https://llm.example.org:443'],
    [
      'https://example.org/ollama/',
      'https://example.org:443/ollama',
      'https://example.org:443/ollama',
    ],
  ])('%s', (host, url, label) => {
    expect(endpointOf(host)).toEqual({ url, label, headers: {} });
  });

  it('sends credentials as a header and shows them nowhere', () => {
    const endpoint = endpointOf('http://ann:s%3Acret@gpu-box:1');
    expect(endpoint.url + endpoint.label).not.toContain('cret');
    expect(endpoint.headers).toEqual({ authorization: `Basic ${btoa('ann:s:cret')}` });
  });

  it.each(['', 'ftp://host', 'http://', 'a b'])('refuses %j without repeating it', (host) => {
    const refusal = expect.objectContaining({ code: 'CONFIG_INVALID' }) as unknown;
    expect(() => endpointOf(host)).toThrow(refusal);
  });
});
