/** Where documents come from: the part of the composition root that opens sources. */
import type { Config } from '../config/schema.js';
import type { Kit } from '../pipelines/pipeline.js';
import type { Clock, Reporter } from '../ports/index.js';

export function sourceOpeners(
  rest: Config['rest'],
  clock: Clock,
  report: Reporter,
): Pick<Kit, 'openPages' | 'openConversations'> {
  return {
    async openPages(spec) {
      const named = { ...(spec.name ? { name: spec.name } : {}), clock };
      if ('rest' in spec) {
        const { openRest } = await import('../adapters/sources/rest/factory.js');
        const { url, token, pageSize, timeoutMs } = rest;
        const gateway = { ...(url ? { base: url } : {}), ...(token ? { token } : {}) };
        return openRest({ ...named, ...gateway, target: spec.rest, pageSize, timeoutMs });
      }
      const { openPages } = await import('../adapters/sources/book/factory.js');
      const { path, cut, encoding, follow = false } = spec;
      const said = encoding ? { encoding } : {};
      const told = new Set<string>(); // a plan is drawn before the work, too
      const warn = (message: string) => {
        if (!told.has(message)) report({ type: 'warning', message });
        told.add(message);
      };
      return openPages({ ...named, ...said, path, stdin: process.stdin, cut, follow, warn });
    },
    async openConversations(spec) {
      const { openChatlog } = await import('../adapters/sources/chatlog/factory.js');
      return openChatlog({ ...spec, stdin: process.stdin, clock });
    },
  };
}
