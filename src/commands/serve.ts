import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';
import type { OwnToken } from '../actions/own-token.js';

export default class Serve extends BatchCommand<typeof Serve> {
  static override summary = 'Answers readers and programs over HTTP until it is told to stop.';
  static override description =
    'On a loopback address nobody needs a token to read and to chat; all else, and any other address, takes one of ' +
    '`gibsey tokens`. ' +
    'SIGTERM or Ctrl-C lets answers in the making end; a second one does not.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --port 9090 --no-worker',
    '<%= config.bin %> <%= command.id %> --host 0.0.0.0 --allow-anonymous',
  ];
  static override flags = {
    host: Flags.string({ summary: 'Address to listen on; default: 127.0.0.1.' }),
    port: Flags.integer({
      summary: 'Port; 0 takes a free one; default: 8080.',
      min: 0,
      max: 65535,
    }),
    'allow-anonymous': Flags.boolean({
      summary: 'Let readers without a token ask from other machines, too, as one account.',
    }),
    worker: Flags.boolean({
      summary: 'Keep vectors those of their texts in this process.',
      default: true,
      allowNo: true,
    }),
  };

  async run() {
    const { host, port, 'allow-anonymous': allowAnonymous, worker } = this.flags;
    const options = await this.appOptions({ 'server.host': host, 'server.port': port });
    const { serverLog, started } = await import('../view/serve.js');
    const { openDayServer } = await import('../lib/app/server.js');
    const log = serverLog({
      format: this.logFormat,
      quiet: Boolean(this.flags.quiet),
      write: (line) => this.screen.say(line),
    });
    const { newOwnSecret } = await import('../actions/own-token.js');
    const ownSecret = newOwnSecret();
    const server = await openDayServer({ ...options, allowAnonymous, ownSecret, worker, log });
    let own: OwnToken | null = null;
    try {
      const { url } = await server.listen();
      own = await this.leave(url, ownSecret);
      log({ level: 'info', event: 'listening', url });
      this.done(started(url, own?.file ?? null));
      await this.told();
      return { url };
    } finally {
      own?.remove();
      await server.close();
    }
  }

  /** A home that cannot be written to keeps no server from serving. */
  private async leave(url: string, secret: string): Promise<OwnToken | null> {
    const { leaveOwnToken } = await import('../actions/own-token.js');
    try {
      return leaveOwnToken(url, secret);
    } catch (thrown) {
      const { message } = thrown as Error;
      this.mention(
        `Other commands of this machine read only, unless they send a token: ${message}`,
      );
      return null;
    }
  }

  private told(): Promise<void> {
    const { signal } = this;
    return new Promise((done) => {
      if (signal.aborted) done();
      signal.addEventListener('abort', () => done(), { once: true });
    });
  }
}
