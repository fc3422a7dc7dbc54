import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class IssuesShow extends BatchCommand<typeof IssuesShow> {
  static override summary =
    'Shows an issue with its evidence, and who would pay to have it solved.';
  static override examples = ['<%= config.bin %> <%= command.id %> 3f2a9c41d07be865'];
  static override args = {
    key: Args.string({ description: 'As `gibsey issues` shows it.', required: true }),
  };

  async run() {
    const { wholeIssueText } = await import('../../view/issue-list.js');
    const { wholeIssueJson } = await import('../../lib/answering/issues/json.js');
    const { wholeIssue } = await import('../../lib/answering/issues/whole.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const issue = await wholeIssue(app.store, this.args.key);
      this.log(wholeIssueText(issue));
      return wholeIssueJson(issue);
    } finally {
      await app.close();
    }
  }
}
