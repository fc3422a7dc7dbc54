/** The part of the composition root that accounts and tokens take. */
import { randomBytes } from 'node:crypto';
import { systemClock } from '../adapters/clock/system.js';
import type { AccessDeps } from '../answering/access/access.js';
import type { TokenDeps } from '../answering/access/tokens.js';
import type { Config } from '../config/schema.js';
import { ulid } from '../engine/ulid.js';
import type { Store } from '../ports/index.js';

export interface AccessParts {
  store: Pick<Store, 'accounts' | 'tokens' | 'ledger'>;
  config: Pick<Config, 'credits'>;
}

/** What it takes to make accounts and tokens, and to move credits. */
export function accessDeps({ store, config }: AccessParts): AccessDeps & TokenDeps {
  const { accounts, tokens, ledger } = store;
  const initialCredits = config.credits.initial;
  const newId = () => ulid(systemClock.now(), randomBytes(10));
  const clock = systemClock;
  return { accounts, tokens, ledger, clock, initialCredits, random: randomBytes, newId };
}
