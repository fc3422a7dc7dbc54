import { Flags } from '@oclif/core';
import { BatchCommand } from '../../batch-command.js';
import { questionArg } from '../../flags.js';

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
    const [{ lookupJson, lookupText, questionsOf, reachable }, { contentOf }] = await Promise.all([
      import('../../view/golden.js'),
      import('../../input.js'),
    ]);
    const { file } = this.flags;
    const { question } = this.args;
    if ((file === undefined) === (question === undefined)) {
      const { GibseyError } = await import('../../lib/domain/errors.js');
      throw new GibseyError('USAGE', 'It takes a question, or --file with many.', {
        hint: 'gibsey golden-answers lookup "How …?"',
      });
    }
    const questions =
      question === undefined
        ? questionsOf(await contentOf(file!, { signal: this.signal }))
        : [question];
    const app = await this.app({}, { readonly: true });
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
}
