import { asGibseyError } from '../../domain/errors.js';
import type { ClusterToLabel, IssueLabel } from '../../domain/issues.js';
import type { ChatModel, Embedder, IssueLabeller } from '../../ports/index.js';
import { ISSUES } from '../classify/labels/issues.js';
import { NearestPrototypes } from '../classify/prototypes.js';
import { labelPrompt, PROMPT_VERSION, SCHEMA } from './prompt.js';
import { readLabel } from './reply.js';
import { labelByRules } from './rules.js';

/** Raise it when rules label otherwise. */
const RULES_VERSION = 1;
const REPLY_TOKENS = 400;
const SEED = 42;

export interface LabellerOptions {
  embedder: Embedder;
  /** Null: rules label everything. */
  model: ChatModel | null;
}

/**
 * Labels a cluster with the model, which is told once what was wrong with its reply, else with rules: the label is
 * always valid, and says who gave it.
 */
export function issueLabeller({ embedder, model }: LabellerOptions): IssueLabeller {
  const categories = new NearestPrototypes(embedder, ISSUES);
  return {
    rules: [RULES_VERSION, embedder.space.id],
    model: model && [PROMPT_VERSION, model.name],
    async label(cluster, signal) {
      const said = model && (await byModel(model, cluster, signal));
      if (said !== null && said !== AWAY) return { label: said, awaitsModel: false };
      const label = await labelByRules(cluster, categories, signal);
      return { label, awaitsModel: said === AWAY };
    },
  };
}

const AWAY = 'away';

/** Null when neither reply can be used. */
async function byModel(
  model: ChatModel,
  cluster: ClusterToLabel,
  signal: AbortSignal,
): Promise<IssueLabel | typeof AWAY | null> {
  let complaint = '';
  for (let attempt = 0; attempt < 2; attempt++) {
    const reply = await ask(model, cluster, { complaint, signal });
    if (reply === null) return AWAY;
    const { label, problem } = readLabel(reply, cluster);
    if (label) return label;
    complaint = problem;
  }
  return null;
}

/** A reply that cannot be used counts as an empty text; null where the model cannot be asked. */
async function ask(
  model: ChatModel,
  cluster: ClusterToLabel,
  { complaint, signal }: { complaint: string; signal: AbortSignal },
): Promise<string | null> {
  const options = { maxTokens: REPLY_TOKENS, temperature: 0, seed: SEED, schema: SCHEMA, signal };
  try {
    return (await model.chat(labelPrompt(cluster, complaint), options)).text;
  } catch (thrown) {
    signal.throwIfAborted(); // a run at its end has its own word for it
    const { code } = asGibseyError(thrown);
    if (code === 'REPLY_INVALID') return '';
    if (code === 'SERVICE_UNREACHABLE' || code === 'BUDGET_SPENT') return null;
    throw thrown;
  }
}
