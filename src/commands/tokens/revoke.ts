import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class TokensRevoke extends BatchCommand<typeof TokensRevoke> {
  static override summary = 'Takes a token back: it is no longer accepted.';
  static override examples = ['<%= config.bin %> <%= command.id %> 01JD8XJ4V3N8Q5W2R7T9Y1Z3B6'];
  static override args = {
    id: Args.string({ description: 'As `gibsey tokens` shows it.', required: true }),
  };

  async run() {
    const { accessDeps } = await import('../../lib/app/accounts.js');
    const { revokeToken } = await import('../../lib/answering/access/tokens.js');
    const app = await this.app({}, { mustExist: true });
    try {
      const { id } = this.args;
      await revokeToken(accessDeps(app), id);
      this.done(`Token ${id} is revoked.`);
      return { id, state: 'revoked' };
    } finally {
      await app.close();
    }
  }
}
