import { Flags } from '@oclif/core';
import { BatchCommand } from '../cli/batch-command.js';

export default class Serve extends BatchCommand<typeof Serve> {
  static override summary = 'Answers readers and programs over HTTP until it is told to stop.';
  static override description =
    'On a loopback address nobody needs a token; on any other one, requests take the tokens of `gibsey tokens`. ' +
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
    const { redact } = await import('../lib/config/redact.js');
    const log = serverLog({
      format: this.logFormat,
      quiet: Boolean(this.flags.quiet),
      write: (line) => void process.stderr.write(`${redact(line)}\n`),
    });
    const server = await openDayServer({ ...options, allowAnonymous, worker, log });
    try {
      const { url } = await server.listen();
      log({ level: 'info', event: 'listening', url });
      this.done(started(url));
      await this.told();
      return { url };
    } finally {
      await server.close();
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
