import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { clusterFlags, clusterSettings } from '../cli/flags.js';
import { sample, samplePages, SAMPLES, type Sample } from '../actions/samples/samples.js';
import { cluster, embed, ingest, publish, summarize } from '../lib/pipelines/pages.js';
import { byHand } from '../lib/pipelines/pipeline.js';

export default class Demo extends BatchCommand<typeof Demo> {
  static override summary = 'Runs a whole night on a sample book: Moby-Dick.';
  static override description =
    'The store stays at the default place of this folder, so that every other command can look at it. With --loop ' +
    'the day follows: a question, an edit of the page that answers it, the same question; then the edit is undone.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --book entrance-way --loop',
  ];
  static override flags = {
    ...clusterFlags,
    book: Flags.option({ options: SAMPLES })({
      summary: 'Which book; entrance-way is small, and takes seconds.',
      default: 'moby-dick' as const,
    }),
    loop: Flags.boolean({ summary: 'Show the way of an edit to the answer, too.' }),
  };

  async run() {
    const { nightResult } = await import('../view/night.js');
    const { addCharacters } = await import('../actions/samples/store.js');
    const { asked } = await import('../view/demo.js');
    const book = sample(this.flags.book);
    const pages = await samplePages(book.name, process.cwd());
    const settings = clusterSettings({ ...this.flags, k: this.flags.k ?? book.k ?? undefined });
    const night = await this.batch(settings, {
      title: 'Night',
      stages: async ({ kit }) =>
        byHand(
          await ingest(kit, { ...pages, replace: true }),
          await embed(kit),
          await cluster(kit),
          await summarize(kit),
          await publish(kit),
        ),
      spec: { lock: true },
      result: async (app, run) => {
        await addCharacters(app.store.characters, book.name);
        return asked(await nightResult(app.store, run), book);
      },
    });
    return this.flags.loop ? { ...night, loop: await this.loop(settings, book) } : night;
  }

  private async loop(settings: Record<string, unknown>, book: Sample) {
    const [{ demoLoop }, { OWN_SETTINGS }, { loopJson, loopText, stepText }] = await Promise.all([
      import('../actions/demo-loop.js'),
      import('../actions/own-server.js'),
      import('../view/demo-loop.js'),
    ]);
    this.log(`\n${book.title}: “${book.question}”\n`);
    const options = await this.appOptions({ ...settings, ...OWN_SETTINGS, 'credits.perAnswer': 1 });
    const done = await demoLoop(options, book, (step) => this.log(stepText(step)));
    this.log(`\n${loopText(done)}`);
    return loopJson(done);
  }
}
