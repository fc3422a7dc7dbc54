import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { questionArg } from '../cli/flags.js';

export default class Ask extends BatchCommand<typeof Ask> {
  static override summary = 'Asks a character of the book.';
  static override description =
    'The answer quotes the book, word for word, and says where each quote stands. A language model writes what stands ' +
    'around the quotes when one can be asked; else the book answers in its own words.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Who was in the garden?"',
    '<%= config.bin %> <%= command.id %> "Who tasted the soup?" --char narrator --json',
    '<%= config.bin %> <%= command.id %> "And the bread?" --session kitchen',
  ];
  static override args = {
    question: questionArg({ required: true, description: 'What is asked, in any language.' }),
  };
  static override flags = {
    char: Flags.string({
      summary:
        'Who answers, as `gibsey characters` shows them; default: the narrator, else the first.',
      aliases: ['as'],
      helpValue: 'ID',
    }),
    chapter: Flags.string({ summary: 'Answer from pages of this chapter only.' }),
    session: Flags.string({
      summary: 'Keep the turn under this name, and go on from earlier turns of it.',
    }),
  };

  async run() {
    const { askHere } = await import('../actions/ask-here.js');
    const { assertSomethingToAsk } = await import('../view/answer.js');
    const { char: charId, chapter, session: sessionId } = this.flags;
    const app = await this.app(
      {},
      {
        readonly: sessionId === undefined,
        mustExist: true,
      },
    );
    try {
      await assertSomethingToAsk(app.store, chapter);
      const question = {
        text: this.args.question,
        ...(charId === undefined ? {} : { charId }),
        ...(chapter === undefined ? {} : { chapter }),
        ...(sessionId === undefined ? {} : { sessionId }),
      };
      const { signal, coloured } = this;
      return await askHere({ app, question, signal, coloured, json: this.jsonEnabled() });
    } finally {
      await app.close();
    }
  }
}
