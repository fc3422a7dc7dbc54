import { BatchCommand } from '../batch-command.js';
import { clusterFlags, clusterSettings } from '../flags.js';

export default class Demo extends BatchCommand<typeof Demo> {
  static override summary = 'Runs a whole night on a sample book: Moby-Dick.';
  static override description =
    'The store stays at the default place of this folder, so that every other command can look at it.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];
  static override flags = clusterFlags;

  async run() {
    const [{ nightResult }, { sampleBook }] = await Promise.all([
      import('../view/summaries.js'),
      import('../sample-book.js'),
    ]);
    const book = await sampleBook(process.cwd());
    return this.batch(clusterSettings(this.flags), {
      title: 'Night',
      stages: async (app) => [
        await app.ingest({ path: book, cut: true, replace: true }),
        await app.embed(),
        await app.cluster(),
        await app.summarize(),
        await app.publish(),
      ],
      spec: { lock: true },
      result: (app, run) => nightResult(app.store, run),
    });
  }
}
