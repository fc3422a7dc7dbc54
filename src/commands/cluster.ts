import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags, clusterFlags, clusterSettings } from '../cli/flags.js';

export default class Cluster extends BatchCommand<typeof Cluster> {
  static override summary = 'Clusters the pages, continuing the ids of the published night.';
  static override description =
    'The result is kept and shown, but not published: only `nightly` publishes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> -k 24',
    '<%= config.bin %> <%= command.id %> --assignments --json',
  ];
  static override flags = {
    ...batchFlags,
    ...clusterFlags,
    assignments: Flags.boolean({ summary: 'Show the cluster of every page.' }),
  };

  async run() {
    const { clusteringResult } = await import('../view/clustering.js');
    const { assignments = false } = this.flags;
    return this.batch(clusterSettings(this.flags), {
      title: 'Clustering',
      stages: async (app) => [await app.stages.cluster()],
      spec: { lock: true },
      asked: assignments,
      result: (app) => clusteringResult(app.store, { assignments }),
    });
  }
}
