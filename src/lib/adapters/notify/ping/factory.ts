import type { Heartbeat } from '../../../ports/index.js';
import { call } from '../../http/request.js';

const SUFFIX = { start: '/start', success: '', fail: '/fail' } as const;

/** A dead-man's switch in the manner of Healthchecks: `URL/start`, `URL`, `URL/fail`. The address is a secret. */
export function openPing({ url }: { url: string }): Heartbeat {
  return {
    name: 'ping',
    async send(event, signal) {
      const address = new URL(url);
      address.pathname = address.pathname.replace(/\/+$/, '') + SUFFIX[event];
      await call({ service: 'Ping', url: address, method: 'GET', signal });
    },
  };
}
