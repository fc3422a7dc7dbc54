import { Args, Errors, Flags } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

const UNITS: Record<string, number> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

async function lifetime(input: string): Promise<number> {
  const [, number = '', unit = ''] = /^([1-9]\d{0,4})([hdw])$/.exec(input) ?? [];
  const ms = Number(number) * (UNITS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new Errors.CLIError(`Expected hours, days or weeks such as 90d, but received: ${input}`);
}

export default class TokensCreate extends BatchCommand<typeof TokensCreate> {
  static override summary = 'Makes a token of an account; its secret is shown this once.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> ada --label laptop --expires 90d',
    '<%= config.bin %> <%= command.id %> ada --label website --gateway',
    '<%= config.bin %> <%= command.id %> ada --json',
  ];
  static override args = {
    account: Args.string({ description: 'Whose requests will carry it.', required: true }),
  };
  static override flags = {
    label: Flags.string({ summary: 'What it is for, to tell it from others.', default: '' }),
    expires: Flags.custom<number>({ parse: lifetime })({
      summary: 'How long it is accepted, in hours, days or weeks; default: until it is revoked.',
      helpValue: '90d',
    }),
    gateway: Flags.boolean({
      summary:
        'For a program that asks for many people: its user_email or user_id is believed to be the asker.',
    }),
  };

  async run() {
    const { accessDeps } = await import('../../lib/app/accounts.js');
    const { newTokenText, tokenJson } = await import('../../view/accounts.js');
    const { createToken } = await import('../../lib/answering/access/tokens.js');
    const app = await this.app();
    try {
      const { label, gateway, expires: lifetimeMs = null } = this.flags;
      const wish = { account: this.args.account, label, gateway, lifetimeMs };
      const { token, secret } = await createToken(accessDeps(app), wish);
      this.log(this.flags.quiet ? secret : newTokenText(token, secret));
      return { ...tokenJson(token, token.createdAt), secret };
    } finally {
      await app.close();
    }
  }
}
