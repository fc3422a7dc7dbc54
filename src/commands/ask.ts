import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import { questionArg } from '../cli/flags.js';
import { environment } from '../lib/config/environment.js';

/** Whoever sits at the machine pays nothing. */
const LOCAL = { account: 'local', charged: false };

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
    const { collect } = await import('../lib/answering/chat/collect.js');
    const { assertSomethingToAsk, showTurn } = await import('../view/answer.js');
    const { char: charId, chapter, session: sessionId } = this.flags;
    const app = await this.app({}, { readonly: sessionId === undefined });
    try {
      await assertSomethingToAsk(app.store, chapter);
      const chat = await app.chat();
      const question = {
        text: this.args.question,
        ...(charId === undefined ? {} : { charId }),
        ...(chapter === undefined ? {} : { chapter }),
        ...(sessionId === undefined ? {} : { sessionId }),
      };
      const events = chat.turn(question, LOCAL, this.signal);
      if (this.jsonEnabled()) return await collect(events);
      const { NO_COLOR, TERM } = environment();
      const coloured = process.stdout.isTTY && !NO_COLOR && TERM !== 'dumb';
      await showTurn(events, { coloured, write: (text) => void process.stdout.write(text) });
      return {};
    } finally {
      await app.close();
    }
  }
}
