import { BatchCommand } from '../cli/batch-command.js';

export default class Accounts extends BatchCommand<typeof Accounts> {
  static override summary = 'Lists the accounts of readers with their credits.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run() {
    const { accountJson, accountsText } = await import('../view/accounts.js');
    const { listAccounts } = await import('../lib/answering/access/accounts.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const accounts = await listAccounts(app.store);
      this.log(accountsText(accounts));
      return accounts.map(accountJson);
    } finally {
      await app.close();
    }
  }
}
