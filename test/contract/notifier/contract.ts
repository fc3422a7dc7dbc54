import { afterEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/lib/domain/errors.js';
import type { Alert, Notifier } from '../../../src/lib/ports/index.js';

/** What stands behind the notifier: each adapter says how its service behaves so. */
export type Scenario = 'takes' | 'refuses' | 'deaf' | 'down';

export interface OpenedNotifier {
  notifier: Notifier;
  /** Each alert that has arrived, as a reader sees it. */
  arrived: () => string[];
  close: () => Promise<void>;
}

/** Part of the address that every adapter is opened with. */
export const SECRET = 's3cr3t-t0ken';

export const alert = (more: Partial<Alert> = {}): Alert => ({
  command: 'nightly',
  runId: '01M7Z3THP98E00N69XYVF3NWYD',
  status: 'failed',
  stage: 'summarize',
  code: 'STORE_FULL',
  cause: 'The disk is full: 7 < 8 & 9 > 8.',
  resume: 'gibsey nightly --run-id 01M7Z3THP98E00N69XYVF3NWYD',
  host: 'night-1',
  at: Date.UTC(2026, 10, 21, 9, 2, 30),
  ...more,
});
const idle = () => new AbortController().signal;

/** Every adapter of the Notifier port, against a service that behaves well and badly. */
export function notifierContract(
  name: string,
  open: (scenario: Scenario) => Promise<OpenedNotifier>,
): void {
  describe(`Notifier: ${name}`, () => {
    const opened: OpenedNotifier[] = [];
    const given = async (scenario: Scenario) => {
      const it = await open(scenario);
      opened.push(it);
      return it;
    };
    afterEach(async () => {
      await Promise.all(opened.splice(0).map(({ close }) => close()));
    });
    const failure = (notifier: Notifier, signal = idle()) =>
      notifier.notify(alert(), signal).then(
        () => null,
        (thrown: Error & { code?: ErrorCode }) => thrown,
      );

    it('says which run, stage and cause, on which machine, and how to resume', async () => {
      const { notifier, arrived } = await given('takes');
      await notifier.notify(alert(), idle());
      expect(arrived()).toHaveLength(1);
      const [text] = arrived();
      for (const fact of [
        'night failed in summarize on night-1',
        '01M7Z3THP98E00N69XYVF3NWYD',
        'The disk is full: 7 < 8 & 9 > 8. (STORE_FULL)',
        'gibsey nightly --run-id 01M7Z3THP98E00N69XYVF3NWYD',
        '2026-11-21T09:02:30.000Z',
      ])
        expect(text).toContain(fact);
    });

    it('tells of a night that could not begin', async () => {
      const { notifier, arrived } = await given('takes');
      await notifier.notify(alert({ runId: null, stage: null }), idle());
      expect(arrived()[0]).toMatch(/night failed on night-1/);
    });

    it('shows no credentials that cause or command quote, and survives long and odd texts', async () => {
      const { notifier, arrived } = await given('takes');
      const store = 'cassandra://user:pl4nted@db/gibsey';
      const cause = `No ${store}.\r\nBcc: all@example.org\r\n${'x'.repeat(20_000)} <!channel> “é” 鯨`;
      await notifier.notify(alert({ cause, resume: `gibsey nightly --store ${store}` }), idle());
      expect(arrived()).toHaveLength(1);
      expect(arrived()[0]).not.toContain('pl4nted');
      expect(arrived()[0]).toContain('cassandra://***@db/gibsey');
    });

    it.each(['refuses', 'down'] as const)(
      'fails when the service %s, without its secret',
      async (scenario) => {
        const { notifier } = await given(scenario);
        const thrown = await failure(notifier);
        expect(['SERVICE_UNREACHABLE', 'REPLY_INVALID']).toContain(thrown?.code);
        expect(thrown?.message).toContain('127.0.0.1');
        expect(`${thrown?.stack} ${JSON.stringify(thrown)} ${String(thrown?.cause)}`).not.toContain(
          SECRET,
        );
      },
    );

    it('gives up on a service that is deaf as soon as it is told to', async () => {
      const { notifier } = await given('deaf');
      const start = performance.now();
      const thrown = await failure(notifier, AbortSignal.timeout(200));
      expect(thrown).toMatchObject({ code: 'SERVICE_UNREACHABLE' });
      expect(thrown?.message).toContain('no reply in time');
      expect(performance.now() - start).toBeLessThan(2_000);
    });
  });
}
