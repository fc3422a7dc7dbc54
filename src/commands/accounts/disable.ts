import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class AccountsDisable extends BatchCommand<typeof AccountsDisable> {
  static override summary = 'Keeps an account out: none of its tokens is accepted.';
  static override examples = ['<%= config.bin %> <%= command.id %> ada'];
  static override args = { id: Args.string({ description: 'The account.', required: true }) };

  async run() {
    const { accountJson } = await import('../../view/accounts.js');
    const { setDisabled } = await import('../../lib/answering/access/accounts.js');
    const app = await this.app({}, { mustExist: true });
    try {
      const account = await setDisabled(app.store.accounts, this.args.id, true);
      this.done(`Account "${account.id}" is disabled: none of its tokens is accepted.`);
      return accountJson({ ...account, balance: await app.store.ledger.balance(account.id) });
    } finally {
      await app.close();
    }
  }
}
