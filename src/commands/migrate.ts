import { BatchCommand } from '../cli/batch-command.js';

export default class Migrate extends BatchCommand<typeof Migrate> {
  static override summary = 'Brings the store up to date; every command that writes does so too.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  async run() {
    const app = await this.app(); // opening for writing applies what is pending
    try {
      const { kind, location } = app.store;
      this.done(`${kind} ${location} is up to date.`);
      return { store: { kind, location }, up_to_date: true };
    } finally {
      await app.close();
    }
  }
}
