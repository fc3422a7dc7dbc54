import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { TRIAGE_STATES, type TriageState } from '../../lib/domain/issues.js';

export default class IssuesTriage extends BatchCommand<typeof IssuesTriage> {
  static override summary = 'Says what was decided about an issue; no night touches it.';
  static override examples = ['<%= config.bin %> <%= command.id %> 3f2a9c41d07be865 acknowledged'];
  static override args = {
    key: Args.string({ description: 'As `gibsey issues` shows it.', required: true }),
    state: Args.custom<TriageState>({ options: [...TRIAGE_STATES] })({
      description: 'What it is now.',
      required: true,
    }),
  };

  async run() {
    const { triageJson } = await import('../../lib/answering/issues/json.js');
    const { triage } = await import('../../lib/answering/issues/whole.js');
    const app = await this.app({}, { mustExist: true });
    try {
      const decided = await triage(app.store, app.kit.clock, this.args);
      this.done(`Issue ${decided.issueKey} is ${decided.state}.`);
      return triageJson(decided);
    } finally {
      await app.close();
    }
  }
}
