import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { ISSUE_CATEGORIES, TRIAGE_STATES } from '../lib/domain/issues.js';

export default class Issues extends BatchCommand<typeof Issues> {
  static override summary =
    'Lists what people complain about in public, with its trend and what was decided.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --category finance --state open',
    '<%= config.bin %> <%= command.id %> show 3f2a9c41d07be865',
  ];
  static override flags = {
    category: Flags.option({ options: ISSUE_CATEGORIES })({ summary: 'Only this category.' }),
    state: Flags.option({ options: TRIAGE_STATES })({ summary: 'Only those in this state.' }),
    limit: Flags.integer({ summary: 'At most so many.', min: 1, default: 50 }),
  };

  async run() {
    const { issuesText } = await import('../view/issue-list.js');
    const { issueJson } = await import('../lib/answering/issues/json.js');
    const { lastingIssues } = await import('../lib/answering/issues/lasting.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const { category, state, limit } = this.flags;
      const all = await lastingIssues(app.store, { category, state });
      const shown = all.slice(0, limit);
      this.log(issuesText(shown));
      return { issues: shown.map(issueJson), total: all.length };
    } finally {
      await app.close();
    }
  }
}
