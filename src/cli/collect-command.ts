import type { Command } from '@oclif/core';
import { BatchCommand } from './batch-command.js';
import type { ItemsSpec } from '../lib/pipelines/pipeline.js';

/** Collects the posts of one public source by day; `--from` and `--to` are those of `dayFlags`. */
export abstract class CollectCommand<T extends typeof Command> extends BatchCommand<T> {
  protected async collect(spec: ItemsSpec) {
    const { from, to } = this.flags as { from?: string; to?: string };
    const [{ ingest }, { byHand }] = await Promise.all([
      import('../lib/pipelines/issues.js'),
      import('../lib/pipelines/pipeline.js'),
    ]);
    return this.batch(
      {},
      {
        title: 'Ingest',
        stages: async (app) => byHand(await ingest(app.kit, { ...spec, days: { from, to } })),
        spec: { lock: false },
        nextStep: () => Promise.resolve('There was nothing on these days.'),
      },
    );
  }
}
