/** Where users' signals come from: the part of the composition root that opens their sources. */
import { resolve } from 'node:path';
import type { Config } from '../config/schema.js';
import type { Kit } from '../pipelines/pipeline.js';
import type { Clock } from '../ports/index.js';

export function signalOpeners(
  { todoist }: Pick<Config, 'todoist'>,
  root: string,
  clock: Clock,
): Pick<Kit, 'openTasks' | 'openReactions'> {
  return {
    async openTasks(path = todoist.users === undefined ? undefined : resolve(root, todoist.users)) {
      if (path === undefined) return null;
      const [{ openTodoist }, { openTaskUsers }] = await Promise.all([
        import('../adapters/sources/todoist/factory.js'),
        import('../adapters/sources/signals/factory.js'),
      ]);
      const source = openTodoist({ ...todoist, clock });
      return { source, users: openTaskUsers({ path, stdin: process.stdin, clock }) };
    },
    async openReactions(path) {
      const { openReactions } = await import('../adapters/sources/signals/factory.js');
      return openReactions({ path, stdin: process.stdin, clock });
    },
  };
}
