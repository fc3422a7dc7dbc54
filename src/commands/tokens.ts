import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';

export default class Tokens extends BatchCommand<typeof Tokens> {
  static override summary = 'Lists the tokens that requests carry, and what has become of them.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --account ada --json',
  ];
  static override flags = { account: Flags.string({ summary: 'Of this account only.' }) };

  async run() {
    const { tokenJson, tokensText } = await import('../view/accounts.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const tokens = await app.store.tokens.list(this.flags.account);
      const now = Date.now();
      this.log(tokensText(tokens, now));
      return tokens.map((token) => tokenJson(token, now));
    } finally {
      await app.close();
    }
  }
}
