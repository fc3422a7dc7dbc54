import { BatchCommand } from '../cli/batch-command.js';

/** Nobody who typed the command sees anything else of it. */
const ALONE =
  'Waiting for an assistant on standard input, which starts this command by itself; Ctrl-C ends it.';

export default class Mcp extends BatchCommand<typeof Mcp> {
  static override summary =
    'Lets an assistant read the book: the Model Context Protocol on stdin and stdout.';
  static override description =
    'Tools and resources that only read: quotes, pages, chapters, what the night has found, prepared answers. ' +
    '`gibsey serve` speaks the same at POST /mcp. Ends with its input.';
  static override examples = ['<%= config.bin %> <%= command.id %> < /dev/null'];

  async run() {
    const { serveMcp } = await import('../lib/app/mcp.js');
    const app = await this.app({}, { readonly: true, mustExist: true });
    if (process.stdin.isTTY) this.mention(ALONE);
    try {
      await serveMcp(app, { input: process.stdin, output: process.stdout });
      return {};
    } finally {
      await app.close();
    }
  }
}
