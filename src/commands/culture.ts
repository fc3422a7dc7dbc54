import { BatchCommand } from '../cli/batch-command.js';

export default class Culture extends BatchCommand<typeof Culture> {
  static override summary = 'Lists the cultural chunks that small talk is given, and their use.';
  static override description =
    'A greeting or other small talk gets the two that fit best: by the words that call for them, language, meaning ' +
    'and stage of the conversation. `gibsey nightly --regenerate-cultural` has the model rewrite them.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --json',
  ];

  async run() {
    const { chunkJson, chunksText } = await import('../view/culture.js');
    const app = await this.app({}, { readonly: true });
    try {
      const chunks = await app.store.culture.list();
      this.log(chunksText(chunks));
      return chunks.map(chunkJson);
    } finally {
      await app.close();
    }
  }
}
