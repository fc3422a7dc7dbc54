import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { clusterFlags, clusterSettings } from '../cli/flags.js';
import { sample, SAMPLES, type Sample } from '../actions/samples/samples.js';
import { nightStages } from '../lib/pipelines/registry.js';

export default class Demo extends BatchCommand<typeof Demo> {
  static override summary = 'Runs a whole night on a sample book: Moby-Dick.';
  static override description =
    'A night over the book and over a log of what its readers asked, then a question and its answer. The store stays ' +
    'at the default place of this folder, so that every other command can look at it. With --loop ' +
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
    const book = sample(this.flags.book);
    const settings = clusterSettings({ ...this.flags, k: this.flags.k ?? book.k ?? undefined });
    const night = await this.night(settings, book);
    const answered = { ...night, asked: await this.ask(settings, book) };
    return this.flags.loop ? { ...answered, loop: await this.loop(settings, book) } : answered;
  }

  /** The stages of `gibsey nightly`, over the sample in place of the sources of the configuration. */
  private async night(settings: Record<string, unknown>, book: Sample) {
    const { nightResult } = await import('../view/night.js');
    const { addCharacters, sampleTexts } = await import('../actions/samples/store.js');
    return this.batch(settings, {
      title: 'Night',
      stages: async (app) =>
        nightStages(app.kit, { texts: await sampleTexts(app, book.name, process.cwd()) }),
      spec: { lock: true },
      result: async (app, run) => {
        await addCharacters(app.store.characters, book.name);
        return nightResult(app.store, run);
      },
    });
  }

  /** Like `gibsey ask`: the store is opened to be read, so that nothing of it is kept. */
  private async ask(settings: Record<string, unknown>, book: Sample) {
    const [{ askHere }, { nextText }] = await Promise.all([
      import('../actions/ask-here.js'),
      import('../view/demo.js'),
    ]);
    const json = this.jsonEnabled();
    if (this.flags.quiet && !json) return {};
    this.log(`\n${book.title}: “${book.question}”\n`);
    const app = await this.app(settings, { readonly: true });
    const question = { text: book.question, charId: book.charId };
    const { signal, coloured } = this;
    const answer = await askHere({ app, question, signal, coloured, json }).finally(() =>
      app.close(),
    );
    this.log(`\n${nextText(book)}`);
    return answer;
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
