import { Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class TokensReset extends BatchCommand<typeof TokensReset> {
  static override summary = 'Takes every token back at once, as after a leak.';
  static override description =
    'Accounts, their credits and their roles stay. With the next request nobody is let in by a token of before; on a ' +
    'loopback address everybody still reads and chats without one, and other addresses, writing and ops wait for new ' +
    'ones. It asks before it does so.';
  static override examples = ['<%= config.bin %> <%= command.id %> --yes'];
  static override flags = { yes: Flags.boolean({ summary: 'Do not ask.' }) };

  async run() {
    const [{ accessDeps }, { revokeAll, unrevoked }, { tokensTaken, wholeReset }] =
      await Promise.all([
        import('../../lib/app/accounts.js'),
        import('../../lib/answering/access/tokens.js'),
        import('../../view/accounts.js'),
      ]);
    const app = await this.app({}, { mustExist: true });
    try {
      const deps = accessDeps(app);
      const tokens = await unrevoked(deps);
      const revoked =
        tokens.length > 0 && (await this.agreed(wholeReset(tokens)))
          ? await revokeAll(deps, tokens)
          : [];
      this.done(tokensTaken(tokens, revoked));
      return { revoked };
    } finally {
      await app.close();
    }
  }

  private async agreed(question: string): Promise<boolean> {
    if (this.flags.yes) return true;
    const { confirmed } = await import('../../cli/confirm.js');
    const { signal } = this;
    return confirmed(question, { signal, unattended: 'gibsey tokens reset --yes' });
  }
}
