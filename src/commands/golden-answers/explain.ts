import { BatchCommand } from '../../cli/batch-command.js';
import { questionArg } from '../../cli/flags.js';

export default class GoldenAnswersExplain extends BatchCommand<typeof GoldenAnswersExplain> {
  static override summary = 'Says why a question gets a prepared answer, or why not.';
  static override description =
    'The stored question that is nearest, the numbers that decide, and what differs. Nothing is changed.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "how do i NOT renew my visa"',
    '<%= config.bin %> <%= command.id %> "How do I renew my visa?" --json',
  ];
  static override args = {
    question: questionArg({ required: true, description: 'A question, in any language.' }),
  };

  async run() {
    const [{ explainJson, explainText, reachable }, { readReport }] = await Promise.all([
      import('../../view/golden.js'),
      import('../../lib/answering/prepared/calibration/report.js'),
    ]);
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const cache = reachable(await app.golden());
      const audit = await readReport(app.store.memo);
      const explained = { ...(await cache.explain(this.args.question, this.signal)), audit };
      this.log(explainText(explained));
      return explainJson(this.args.question, explained);
    } finally {
      await app.close();
    }
  }
}
