import type { Clock } from '../../ports/index.js';
import { ModelGate } from './model-gate.js';
import { Till } from './till.js';
import type { ChatDeps } from './deps.js';

/** What lasts from turn to turn. */
export interface Study extends ChatDeps {
  clock: Clock;
  gate: ModelGate;
  till: Till;
  replyTokens: number;
  firstTokenMs: number;
  keepAll: boolean;
  warn: (message: string) => void;
}

const REPLY_TOKENS = 400;
const FIRST_TOKEN_MS = 20_000;

export function studyOf(deps: ChatDeps): Study {
  const { model, clock, ledger, price = 1, holder = async () => null } = deps;
  const warn = deps.warn ?? (() => undefined);
  return {
    ...deps,
    replyTokens: deps.replyTokens ?? REPLY_TOKENS,
    firstTokenMs: deps.firstTokenMs ?? FIRST_TOKEN_MS,
    keepAll: deps.keepAll ?? false,
    warn,
    gate: new ModelGate(model, clock),
    till: new Till({ ledger, price, holder, warn }),
  };
}
