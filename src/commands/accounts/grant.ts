import { Args, Errors, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

async function whole(input: string): Promise<number> {
  if (/^[+-]?\d{1,12}$/.test(input)) return Number(input);
  throw new Errors.CLIError(`Expected a whole number of credits, but received: ${input}`);
}

export default class AccountsGrant extends BatchCommand<typeof AccountsGrant> {
  static override summary = 'Gives credits to an account, or takes some from it.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ada 50 --reason birthday',
    '<%= config.bin %> <%= command.id %> ada 50 --request-id order-1234',
    '<%= config.bin %> <%= command.id %> ada -- -20',
  ];
  static override args = {
    id: Args.string({ description: 'The account.', required: true }),
    credits: Args.custom<number>({ parse: whole })({
      description: 'How many; below 0 takes, behind two hyphens.',
      required: true,
    }),
  };
  static override flags = {
    reason: Flags.string({ summary: 'What the ledger says of it.', default: 'grant' }),
    'request-id': Flags.string({
      summary: 'Makes it idempotent: credits of one request are given once.',
    }),
  };

  async run() {
    const { accessDeps } = await import('../../lib/app/accounts.js');
    const { entryJson, entryText } = await import('../../view/accounts.js');
    const { grant } = await import('../../lib/answering/access/accounts.js');
    const app = await this.app({}, { mustExist: true });
    try {
      const { id: account, credits: delta } = this.args;
      const { reason, 'request-id': requestId } = this.flags;
      const entry = await grant(accessDeps(app), { account, delta, reason, requestId });
      this.done(entryText(entry));
      return { account, ...entryJson(entry) };
    } finally {
      await app.close();
    }
  }
}
