import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { questionArg } from '../cli/flags.js';

export default class Retrieve extends BatchCommand<typeof Retrieve> {
  static override summary = 'Finds the pages that answer a question, with their best sentences.';
  static override description =
    'Pages are found by their words and, once they are embedded, by their meaning. Quotes stand in the page as they are ' +
    'printed. Nothing is changed, and no language model is asked.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Shamrock Stillman"',
    '<%= config.bin %> <%= command.id %> "Who climbed the tower?" --limit 3 --json',
    '<%= config.bin %> <%= command.id %> "the tower" --chapter One',
  ];
  static override args = {
    question: questionArg({ description: 'A question, a name, or a few words.', required: true }),
  };
  static override flags = {
    limit: Flags.integer({ summary: 'Most pages; default: 5.', min: 1, max: 100, default: 5 }),
    chapter: Flags.string({ summary: 'Pages of this chapter only.' }),
    char: Flags.string({ summary: 'Pages of this character only.', helpValue: 'ID' }),
  };

  async run() {
    const { nothingFound, retrievedJson, retrievedText } = await import('../view/retrieved.js');
    const { limit, chapter, char } = this.flags;
    const app = await this.app({}, { readonly: true, mustExist: true });
    try {
      const retriever = await app.retriever();
      const filters = { ...(chapter ? { chapter } : {}), ...(char ? { charId: char } : {}) };
      const query = { text: this.args.question, limit, ...filters };
      const found = await retriever.retrieve(query, this.signal);
      const { pages, embedded } = retriever.stats();
      if (embedded < pages) {
        this.mention(
          `${pages - embedded} of ${pages} pages are found by words alone: gibsey embed`,
        );
      }
      if (found.pages.length === 0) this.log(await nothingFound(app, Boolean(chapter ?? char)));
      const text = retrievedText(found);
      if (text) this.log(text);
      return retrievedJson(found);
    } finally {
      await app.close();
    }
  }
}
