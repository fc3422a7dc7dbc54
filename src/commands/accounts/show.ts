import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class AccountsShow extends BatchCommand<typeof AccountsShow> {
  static override summary = 'Shows an account and every movement of its credits.';
  static override examples = ['<%= config.bin %> <%= command.id %> ada'];
  static override args = { id: Args.string({ description: 'The account.', required: true }) };

  async run() {
    const { accountJson, accountText, entryJson } = await import('../../view/accounts.js');
    const { accountOf } = await import('../../lib/answering/access/accounts.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const { accounts, ledger } = app.store;
      const account = await accountOf(accounts, this.args.id);
      const shown = { ...account, balance: await ledger.balance(account.id) };
      const entries = await ledger.entries(account.id);
      this.log(accountText(shown, entries));
      return { ...accountJson(shown), entries: entries.map(entryJson) };
    } finally {
      await app.close();
    }
  }
}
