import { describe, expect, it } from 'vitest';
import { GibseyError } from '../domain/errors.js';
import type { Run } from '../domain/run.js';
import {
  broken,
  clockCheck,
  diskCheck,
  exitOf,
  folderCheck,
  found,
  memoryCheck,
  missing,
  nodeCheck,
} from './checks.js';

const MB = 1024 * 1024;

describe('checks', () => {
  it.each([
    ['v20.19.0', 'ok'],
    ['v24.0.1', 'ok'],
    ['v20.18.9', 'failed'],
    ['v18.20.0', 'failed'],
  ])('Node %s: %s', (version, state) => expect(nodeCheck(version).state).toBe(state));

  it('have borders for memory and disk', () => {
    expect(memoryCheck(400 * MB).state).toBe('ok');
    expect(memoryCheck(400 * MB - 1)).toMatchObject({
      state: 'failed',
      detail: '399 MB available',
    });
    expect(diskCheck(200 * MB, '/x').state).toBe('ok');
    expect(diskCheck(200 * MB - 1, '/x')).toMatchObject({ state: 'failed' });
  });

  it('name the command that mends a folder', () => {
    expect(folderCheck('/x', 0o755, true).state).toBe('ok');
    expect(folderCheck('/x', null, true).state).toBe('ok');
    expect(folderCheck('/x', 0o555, false).fix).toBe('chmod u+rwx /x');
    expect(folderCheck('/x', 0o777, true).fix).toBe('chmod o-w /x');
  });

  it('see a clock that is behind the newest run', () => {
    const at = (startedAt: number) => ({ startedAt }) as Run;
    const now = Date.parse('2026-01-01T00:00Z');
    expect(clockCheck(undefined, now).state).toBe('ok');
    expect(clockCheck(at(now + 300_000), now).state).toBe('ok');
    expect(clockCheck(at(now + 300_001), now)).toMatchObject({
      state: 'failed',
      detail: 'the newest run began 2026-01-01T00:05:00.001Z, in the future',
    });
  });

  it('ask for exit code 1 when something is broken, 4 when all that fails is out of reach', () => {
    const away = broken('store', new GibseyError('STORE_UNREACHABLE', 'No answer.'));
    const damaged = broken('store', new GibseyError('STORE_CORRUPT', 'Damaged.'));
    const optional = missing('llm', 'none', 'ollama serve');
    expect(exitOf([found('node', 'v22'), optional])).toBe(0);
    expect(exitOf([away, optional])).toBe(4);
    expect(exitOf([away, damaged])).toBe(1);
  });
});
