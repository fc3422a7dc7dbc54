import { BatchCommand } from '../cli/batch-command.js';

export default class Characters extends BatchCommand<typeof Characters> {
  static override summary = 'Lists who answers for the book.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run() {
    const { charactersOf } = await import('../lib/answering/chat/characters.js');
    const { characterJson, charactersText } = await import('../view/characters.js');
    const app = await this.app({}, { readonly: true });
    try {
      const characters = await charactersOf(app.store.characters);
      this.log(charactersText(characters));
      return characters.map(characterJson);
    } finally {
      await app.close();
    }
  }
}
