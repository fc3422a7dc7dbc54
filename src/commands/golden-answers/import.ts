import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import type { App } from '../../lib/app/app.js';
import type { CuratedAnswer } from '../../lib/domain/curated.js';
import { curated } from '../../lib/pipelines/answers.js';
import { byHand } from '../../lib/pipelines/pipeline.js';

type Asked = Pick<CuratedAnswer, 'question' | 'variants'>;

export default class GoldenAnswersImport extends BatchCommand<typeof GoldenAnswersImport> {
  static override summary = 'Stores answers that people wrote; the night never changes them.';
  static override description =
    'JSON Lines of {id, question, answer, variants?, sources?}: variants are other ways to ask the same, sources are ' +
    'ids of pages or addresses. An answer that is there already is replaced. Their questions are embedded first, which ' +
    'an interrupted import goes on with; then a server takes them up within ten seconds. ' +
    'A line that cannot be used is named; the good rest is stored, and the exit code is 3.';
  static override examples = ['<%= config.bin %> <%= command.id %> faq.jsonl --dry-run'];
  static override args = {
    file: Args.string({ required: true, description: 'A file, or - for standard input.' }),
  };
  static override flags = {
    'dry-run': Flags.boolean({ summary: 'Say what would be stored; change nothing.' }),
  };

  async run() {
    const [{ importCurated }, { importedText }, { systemClock }] = await Promise.all([
      import('../../actions/imports/curated.js'),
      import('../../view/golden.js'),
      import('../../lib/app/machine.js'),
    ]);
    const dryRun = Boolean(this.flags['dry-run']);
    const { file } = this.args;
    const app = await this.app({}, { readonly: dryRun });
    try {
      const prepare = (answers: readonly Asked[]) => this.embed(app, answers);
      const deps = { store: app.store.curated, clock: systemClock, prepare };
      const outcome = await importCurated(deps, file, dryRun, this.signal);
      const text = importedText(outcome, file, dryRun);
      if (dryRun) this.log(text);
      else this.done(text, outcome.problems.length > 0 ? text : '');
      if (outcome.problems.length > 0) this.exitWith(3);
      return outcome;
    } finally {
      await app.close();
    }
  }

  /** First of all: a server that takes the answers up has nothing to embed then, and finds all of them at once. */
  private async embed(app: App, answers: readonly Asked[]): Promise<void> {
    try {
      const { runStages } = await import('../../lib/app/run.js');
      const spec = { command: 'golden-answers import', force: false, lock: false };
      const { fatal } = await runStages(app, byHand(await curated(app.kit, answers)), spec);
      if (fatal) throw fatal;
    } catch (thrown) {
      const { asGibseyError } = await import('../../lib/domain/errors.js');
      const { code, message } = asGibseyError(thrown);
      if (code !== 'SERVICE_UNREACHABLE') throw thrown;
      this.mention(`${message} A server or the next night embeds the questions.`);
    }
  }
}
