import { Args, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';
import { ROLES } from '../../lib/domain/account.js';

export default class AccountsCreate extends BatchCommand<typeof AccountsCreate> {
  static override summary = 'Makes an account with its first credits (credits.initial).';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ada',
    '<%= config.bin %> <%= command.id %> grace --email grace@example.org --role author',
  ];
  static override args = {
    id: Args.string({ description: 'Chosen by you, e.g. a name.', required: true }),
  };
  static override flags = {
    email: Flags.string({ summary: 'Address of whom it belongs to.' }),
    role: Flags.option({ options: ROLES })({
      summary: 'What it may do: read and chat; also write; everything.',
      default: 'reader',
    }),
  };

  async run() {
    const { accessDeps } = await import('../../lib/app/accounts.js');
    const { accountJson, accountsText } = await import('../../view/accounts.js');
    const { createAccount } = await import('../../lib/answering/access/accounts.js');
    const app = await this.app();
    try {
      const { email = null, role } = this.flags;
      const account = await createAccount(accessDeps(app), { id: this.args.id, email, role });
      const shown = { ...account, balance: await app.store.ledger.balance(account.id) };
      const next = `Let it in from other machines: gibsey tokens create ${account.id}`;
      this.done(`${accountsText([shown])}\n\n${next}`);
      return accountJson(shown);
    } finally {
      await app.close();
    }
  }
}
