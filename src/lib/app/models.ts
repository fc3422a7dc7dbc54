/** The models that the configuration names; the part of the composition root that chooses them. */
import { fileURLToPath } from 'node:url';
import {
  hasPrice,
  isPreset,
  KEY_VARIABLE,
  namesHost,
  ollamaHosts,
  PRESETS,
} from '../config/llm.js';
import type { Config } from '../config/schema.js';
import type { TokenPrice } from '../policies/metered.js';
import type { ChatModel, Clock, Embedder, Reporter, UsageMeter } from '../ports/index.js';

export interface ModelDeps {
  config: Config;
  clock: Clock;
  meter: UsageMeter;
  report: Reporter;
  signal: AbortSignal;
}

/** The model in the package, unless the config names another folder. */
const MODEL_DIR = fileURLToPath(new URL('../../../models/all-MiniLM-L6-v2', import.meta.url));

/** @throws MODEL_MISSING, MODEL_CORRUPT, SERVICE_UNREACHABLE */
export async function openEmbedder({ embedding, llm }: Config): Promise<Embedder> {
  const { provider, modelDir = MODEL_DIR, threads, model } = embedding;
  if (provider === 'ollama') {
    const { openOllamaEmbedder } = await import('../adapters/embedding/ollama/factory.js');
    const host = embedding.host ?? ollamaHosts(llm)[0] ?? llm.host;
    return openOllamaEmbedder({ host, model });
  }
  const { openMiniLm } = await import('../adapters/embedding/minilm/factory.js');
  return openMiniLm({ modelDir, ...(threads ? { threads } : {}) });
}

/**
 * The language model with its wrappers, from the outside: the budget, a second attempt, giving up on what is
 * gone, the pool of hosts, and the meter at each of them. Null when none can be asked; then the watchers are
 * told once.
 * @param instead what becomes of the work then
 */
export async function openModel(
  deps: ModelDeps,
  instead = 'summaries are extractive',
): Promise<ChatModel | null> {
  const { config, clock, meter, report, signal } = deps;
  if (config.llm.provider === 'none') return null;
  const [{ breaking }, { budgeted }, { retrying }, { estimateTokens }] = await Promise.all([
    import('../policies/breaker.js'),
    import('../policies/budget.js'),
    import('../policies/retry.js'),
    import('../algorithms/text/token-estimate.js'),
  ]);
  const pool = await openPool(deps, { patient: true });
  const reason = await pool.unavailable(signal);
  if (reason !== null) {
    report({ type: 'warning', message: `${reason}: ${instead}` });
    return null;
  }
  if (!hasPrice(config.llm)) report({ type: 'warning', message: `${pool.name}: ${NO_PRICE}` });
  return budgeted(retrying(breaking(pool), { clock }), {
    limits: { tokens: config.night.maxTokens, costUsd: config.night.maxCostUsd },
    meter,
    price: priceOf(config),
    estimate: (text) => Math.ceil(estimateTokens(text) * ESTIMATE_SLACK),
  });
}

/**
 * The language model of conversations: asked once, outside of any budget of a night. Whoever asks it sees to what
 * happens while it is away. Null when none is configured.
 */
export async function openChatModel(deps: Omit<ModelDeps, 'signal'>): Promise<ChatModel | null> {
  return deps.config.llm.provider === 'none' ? null : openPool(deps);
}

const NO_PRICE =
  'its price is unknown and counted as 0; set llm.promptPricePerMillion and llm.completionPricePerMillion';
/** Texts take this much more tokens than estimated at worst. */
const ESTIMATE_SLACK = 1.25;

/** Whom the language model is asked of, and why not, when it cannot be. */
export async function modelState(
  deps: ModelDeps,
): Promise<{ reason: string | null; detail: string }> {
  const { llm } = deps.config;
  const absent: string[] = [];
  const report: Reporter = (event) => void (event.type === 'warning' && absent.push(event.message));
  const reason = await (await openPool({ ...deps, report })).unavailable(deps.signal);
  const where = llm.provider === 'ollama' ? ollamaHosts(llm).join(', ') : llm.provider;
  return { reason, detail: [`${llm.model} at ${where}`, ...absent].join('; ') };
}

/** @param patient a host that does not answer at once is asked again for a few seconds */
async function openPool(
  { config, clock, meter, report }: Omit<ModelDeps, 'signal'>,
  { patient = false } = {},
): Promise<ChatModel> {
  const [{ contextNeeded }, { metered }, { pooled }] = await Promise.all([
    import('../stages/summarize/budget.js'),
    import('../policies/metered.js'),
    import('../policies/pool.js'),
  ]);
  const contextTokens = contextNeeded(config.summaries);
  const counted = (model: ChatModel) => metered(model, meter, priceOf(config));
  const warn = (message: string) => report({ type: 'warning', message });
  if (config.llm.provider !== 'ollama') {
    return pooled([{ model: counted(await openEndpoint(config, clock, contextTokens)) }], {
      clock,
      warn,
    });
  }
  const { gpuFailed, openOllama } = await import('../adapters/llm/ollama/factory.js');
  const { model, timeoutMs } = config.llm;
  const patience = patient ? { clock, expected: namesHost(config.llm) } : undefined;
  const members = ollamaHosts(config.llm).map((host) => {
    const settings = { host, model, timeoutMs, contextTokens, patience };
    const spare = counted(openOllama({ ...settings, numGpu: 0 }));
    return { model: counted(openOllama(settings)), spare };
  });
  return pooled(members, { clock, warn, wantsSpare: gpuFailed });
}

async function openEndpoint(
  { llm }: Config,
  clock: Clock,
  contextTokens: number,
): Promise<ChatModel> {
  const { openOpenAi } = await import('../adapters/llm/openai/factory.js');
  const { provider, model, timeoutMs, apiKey } = llm;
  const preset = isPreset(provider) ? PRESETS[provider] : null;
  return openOpenAi({
    baseUrl: llm.baseUrl ?? preset?.baseUrl ?? '',
    keyVariable: preset?.keyVariable ?? KEY_VARIABLE,
    limitField: preset ? 'max_completion_tokens' : 'max_tokens',
    apiKey,
    model,
    timeoutMs,
    contextTokens,
    clock,
  });
}

const priceOf = ({ llm }: Config): TokenPrice => ({
  prompt: llm.promptPricePerMillion ?? 0,
  completion: llm.completionPricePerMillion ?? 0,
});
