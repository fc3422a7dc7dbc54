import { openOllama } from '../../../src/lib/adapters/llm/ollama/factory.js';
import { MODEL, ollamaHost, type OllamaOptions } from '../../fixtures/ollama/server.js';
import { chatModelContract, type Scenario } from './contract.js';

chatModelContract('ollama', async (scenario) => {
  const server = await ollamaHost(behaviour(scenario));
  if (scenario.kind === 'down') await server.close();
  const timeoutMs = scenario.kind === 'hangs' ? scenario.timeoutMs : undefined;
  return {
    model: openOllama({ host: server.host, model: MODEL, timeoutMs }),
    received: () => server.requests,
    schemaOf: (request) => (request as { format?: unknown }).format,
    abandoned: () => server.abandoned,
    close: () => server.close(),
  };
});

function behaviour(scenario: Scenario): OllamaOptions {
  switch (scenario.kind) {
    case 'answers': {
      const { text, cut } = scenario;
      return { chat: () => ({ text, doneReason: cut ? 'length' : 'stop' }) };
    }
    case 'hangs':
      return { chat: () => ({ hang: true }) };
    case 'begins': {
      const { text: begin, ending } = scenario;
      const error = { error: 'llama runner process has terminated' };
      return { chat: () => ({ begin, ending: ending === 'error' ? error : ending }) };
    }
    case 'empty':
      return { chat: () => ' \n' };
    case 'garbage':
      return { chat: () => ({ status: 200, body: '{"message":' }) };
    case 'overloaded':
      return {
        chat: () => ({ status: 503, body: '<h1>busy</h1>', type: 'text/html' }),
      };
    case 'model missing':
      return { models: ['smollm2:latest'] };
    case 'deaf':
      return { deaf: true };
    case 'down':
      return {};
  }
}
