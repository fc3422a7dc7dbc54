import { Args } from '@oclif/core';
import { BatchCommand } from '../../cli/batch-command.js';

export default class ContextShow extends BatchCommand<typeof ContextShow> {
  static override summary =
    'Shows what is known of a user, how fresh it is, and why tips were chosen.';
  static override examples = ['<%= config.bin %> <%= command.id %> ann'];
  static override args = { user: Args.string({ description: 'The user.', required: true }) };

  async run() {
    const { knownOf } = await import('../../lib/app/contexts.js');
    const { knownText } = await import('../../view/context.js');
    const { knownJson } = await import('../../lib/answering/recommend/known-json.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const known = await knownOf(app, this.args.user);
      this.log(knownText(known));
      return knownJson(known);
    } finally {
      await app.close();
    }
  }
}
