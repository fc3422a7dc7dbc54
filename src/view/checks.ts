import { emphasis } from './emphasis.js';
import type { Check } from '../lib/observability/checks.js';
import { columns } from './columns.js';

const MARK = { ok: emphasis('good', 'ok'), missing: '–', failed: emphasis('bad', 'FAILED') };

/** A line for each check, and under it what to do. */
export function checksText(checks: readonly Check[]): string {
  return columns(
    checks.flatMap(({ name, state, detail, fix }) => [
      [MARK[state], name, detail],
      ...(fix ? [['', '', `→ ${fix}`]] : []),
    ]),
  );
}

export function checksJson(checks: readonly Check[]) {
  return {
    checks: checks.map(({ name, state, detail, fix }) => ({
      name,
      state,
      detail,
      ...(fix ? { fix } : {}),
    })),
  };
}
