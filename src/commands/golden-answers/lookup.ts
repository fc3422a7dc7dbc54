import { Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { questionArg } from '../../cli/flags.js';

export default class GoldenAnswersLookup extends BatchCommand<typeof GoldenAnswersLookup> {
  static override summary = 'Looks a question up among the prepared answers.';
  static override description =
    'Nothing is changed, recorded or charged. With --file and --json there is one JSON document a line.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "How do I renew my visa?"',
    '<%= config.bin %> <%= command.id %> --file questions.jsonl --json',
  ];
  static override args = {
    question: questionArg({ description: 'A question, in any language.' }),
  };
  static override flags = {
    file: Flags.string({
      summary: 'Questions, one a line, plain or as JSON with "question"; - for standard input.',
    }),
  };

  async run() {
    const { lookupJson, lookupText, reachable } = await import('../../view/golden.js');
    const { file } = this.flags;
    const { question } = this.args;
    if ((file === undefined) === (question === undefined)) {
      const { GibseyError } = await import('../../lib/domain/errors.js');
      throw new GibseyError('USAGE', 'It takes either a question, or --file with many.', {
        hint: 'gibsey golden-answers lookup "How …?"',
      });
    }
    const questions = question === undefined ? await this.questionsIn(file!) : [question];
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const cache = reachable(await app.golden());
      for (const text of questions) {
        const start = performance.now();
        const result = await cache.lookup({ text }, this.signal);
        const json = lookupJson(text, result, performance.now() - start);
        if (question !== undefined && this.jsonEnabled()) return json;
        if (this.jsonEnabled()) process.stdout.write(`${JSON.stringify(json)}\n`);
        else this.log(lookupText(text, result));
      }
      return undefined;
    } finally {
      await app.close();
    }
  }

  /** Lines that hold none are named on stderr, and the exit code is 3. */
  private async questionsIn(file: string): Promise<string[]> {
    const [{ nothingIn, problemLines }, { linesOf }, { QUESTION_LINE, readQuestions }] =
      await Promise.all([
        import('../../view/golden.js'),
        import('../../actions/input.js'),
        import('../../lib/answering/prepared/records.js'),
      ]);
    const { records, problems } = readQuestions(await linesOf(file, { signal: this.signal }));
    const named = problems.map(({ line, reason }) => ({ where: `${file}:${line}`, reason }));
    if (records.length === 0) throw nothingIn(file, named, QUESTION_LINE);
    if (named.length > 0) {
      this.exitWith(3);
      this.tell(`${problemLines(named).join('\n')}\n  Each line is to be ${QUESTION_LINE}.`);
    }
    return records;
  }
}
