import { z } from 'zod';

const text = z.string().min(1);
const dollars = z.number().min(0).optional();
const DEFAULT_MODEL = 'llama3:8b-instruct-q4_K_M';
const DEFAULT_HOST = '127.0.0.1:11434';

/** Endpoints in the dialect of OpenAI, each named by whoever wants it; none is ever asked by default. */
export const PRESETS = {
  openai: { baseUrl: 'https://api.openai.com/v1', keyVariable: 'OPENAI_API_KEY' },
  groq: { baseUrl: 'https://api.groq.com/openai/v1', keyVariable: 'GROQ_API_KEY' },
  anthropic: { baseUrl: 'https://api.anthropic.com/v1', keyVariable: 'ANTHROPIC_API_KEY' },
} as const;

/** Where the key of any other endpoint comes from. */
export const KEY_VARIABLE = 'GIBSEY_LLM_API_KEY';

export const isPreset = (provider: unknown): provider is keyof typeof PRESETS =>
  typeof provider === 'string' && Object.hasOwn(PRESETS, provider);

/** The settings of the language model. */
export const llmSchema = z
  .strictObject({
    provider: z
      .enum(['ollama', 'openai', 'groq', 'anthropic', 'compatible', 'none'])
      .default('ollama')
      .describe(
        'Who writes summaries; `compatible`: `llm.baseUrl`; `none`: extractive ones, nobody is asked.',
      ),
    host: text
      .default(DEFAULT_HOST)
      .describe('Address of Ollama, or several, separated by commas.'),
    hosts: z.array(text).min(1).optional().describe('Addresses of Ollama, in place of `llm.host`.'),
    model: text.default(DEFAULT_MODEL).describe('Language model that writes summaries.'),
    baseUrl: z
      .url({ protocol: /^https?$/, error: 'an http:// or https:// address' })
      .optional()
      .describe('Endpoint in the dialect of OpenAI, e.g. `https://llm.example.org/v1`.'),
    apiKey: text
      .optional()
      .describe(
        'Its key; default: `OPENAI_API_KEY`, `GROQ_API_KEY`, `ANTHROPIC_API_KEY` of the environment.',
      ),
    promptPricePerMillion: dollars.describe('US dollars for a million tokens of prompts.'),
    completionPricePerMillion: dollars.describe('US dollars for a million tokens of replies.'),
    timeoutMs: z
      .number()
      .int()
      .min(100)
      .default(120_000)
      .describe('Longest wait for one reply, ms.'),
  })
  .refine(({ provider, baseUrl }) => provider !== 'compatible' || baseUrl !== undefined, {
    path: ['provider'],
    error: 'it needs llm.baseUrl',
  })
  .refine(({ provider, model }) => !isPreset(provider) || model !== DEFAULT_MODEL, {
    path: ['provider'],
    error: 'it needs llm.model',
  });

export type LlmConfig = z.infer<typeof llmSchema>;

/** The hosts of Ollama, in the order in which they were given. */
export function ollamaHosts({ hosts, host }: Pick<LlmConfig, 'hosts' | 'host'>): string[] {
  const list = hosts ?? host.split(',');
  return list.map((each) => each.trim()).filter((each) => each !== '');
}

/** Whether somebody has said where Ollama is. */
export const namesHost = ({ hosts, host }: Pick<LlmConfig, 'hosts' | 'host'>): boolean =>
  hosts !== undefined || host !== DEFAULT_HOST;

/** Whether it is known what tokens cost: those of one's own hosts cost nothing. */
export function hasPrice(llm: LlmConfig): boolean {
  const { promptPricePerMillion: prompt, completionPricePerMillion: completion } = llm;
  return (prompt !== undefined && completion !== undefined) || !isPaid(llm);
}

export const isPaid = ({ provider }: LlmConfig): boolean =>
  isPreset(provider) || provider === 'compatible';
