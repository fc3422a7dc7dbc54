import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { batchFlags, clusterFlags, clusterSettings } from '../cli/flags.js';
import { CLUSTERED, clustered, clustering } from '../lib/pipelines/by-collection.js';
import { byHand } from '../lib/pipelines/pipeline.js';

export default class Cluster extends BatchCommand<typeof Cluster> {
  static override summary = 'Clusters a collection, continuing the ids of the published night.';
  static override description =
    'The result is kept and shown, but not published: only `nightly` publishes.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> -k 24',
    '<%= config.bin %> <%= command.id %> --assignments --json',
    '<%= config.bin %> <%= command.id %> --collection queries',
  ];
  static override flags = {
    ...batchFlags,
    ...clusterFlags,
    collection: Flags.option({ options: CLUSTERED })({
      summary: 'What is clustered. The options of algorithms are those of pages.',
      default: 'pages',
    }),
    assignments: Flags.boolean({ summary: 'Show the cluster of every page.' }),
  };

  async run() {
    const { clusteringResult } = await import('../view/clustering.js');
    const { assignments = false, collection } = this.flags;
    return this.batch(clusterSettings(this.flags), {
      title: 'Clustering',
      stages: async (app) => byHand(await clustering(app.kit, collection)),
      spec: { lock: true },
      mustExist: true,
      asked: assignments,
      result: (app) => clusteringResult(app.store, clustered(collection), { assignments }),
    });
  }
}
