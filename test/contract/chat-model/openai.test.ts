import { systemClock } from '../../../src/lib/adapters/clock/system.js';
import { openOpenAi } from '../../../src/lib/adapters/llm/openai/factory.js';
import { MODEL, openAiEndpoint, type EndpointOptions } from '../../fixtures/openai/server.js';
import { chatModelContract, type Scenario } from './contract.js';

chatModelContract('OpenAI-compatible', async (scenario) => {
  const server = await openAiEndpoint(behaviour(scenario));
  if (scenario.kind === 'down') await server.close();
  return {
    model: openOpenAi({
      baseUrl: server.baseUrl,
      keyVariable: 'OPENAI_API_KEY',
      limitField: 'max_tokens',
      model: MODEL,
      timeoutMs: scenario.kind === 'hangs' ? scenario.timeoutMs : undefined,
      probeMs: 1_000,
      clock: systemClock,
    }),
    received: () => server.requests,
    schemaOf: (request) =>
      (request as { response_format?: { json_schema: { schema: unknown } } }).response_format
        ?.json_schema.schema,
    abandoned: () => server.abandoned,
    close: () => server.close(),
  };
});

function behaviour(scenario: Scenario): EndpointOptions {
  switch (scenario.kind) {
    case 'answers': {
      const { text, cut } = scenario;
      return { complete: () => ({ text, finish: cut ? 'length' : 'stop' }) };
    }
    case 'hangs':
      return { complete: () => ({ hang: true }) };
    case 'begins': {
      const { text: begin, ending } = scenario;
      const error = { error: { message: 'The engine is overloaded.', type: 'server_error' } };
      return { complete: () => ({ begin, ending: ending === 'error' ? error : ending }) };
    }
    case 'empty':
      return { complete: () => ({ text: ' \n', finish: 'stop' }) };
    case 'garbage':
      return { complete: () => ({ status: 200, body: '{"choices":' }) };
    case 'overloaded':
      return { complete: () => ({ status: 503, body: '<h1>busy</h1>' }) };
    case 'model missing':
      return { models: ['another'] };
    case 'deaf':
      return { deaf: true };
    case 'down':
      return {};
  }
}
