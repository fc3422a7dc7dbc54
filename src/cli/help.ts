import { Help, type Command } from '@oclif/core';
import { ERRORS } from '../lib/domain/errors.js';

const EXIT_CODES = `EXIT CODES
  0  success, also when nothing had changed      1  failed
  2  bad usage or config, nothing was changed    3  partial: the good rest is stored
  4  a needed service is out of reach            75 another run holds the lock
  127 unknown command                            130 interrupted, what is finished is kept`;

const NEXT = `Turns text that piles up by day into knowledge by night.

  gibsey demo                   a whole night on a sample book
  gibsey ingest pages FILE      your own pages; then: gibsey nightly
  gibsey --help                 every command`;

/** Help that ends with the exit codes, and says the likely next step when nothing was asked. */
export default class GibseyHelp extends Help {
  override async showHelp(argv: string[]): Promise<void> {
    const [subject = ''] = argv;
    if (argv.length === 0) this.log(NEXT);
    else if (subject.startsWith('-') || this.knows(subject)) await super.showHelp(argv);
    else await this.showUnknown(subject.replaceAll(':', ' '));
  }

  private knows(id: string): boolean {
    return Boolean(this.config.findCommand(id) ?? this.config.findTopic(id));
  }

  private async showUnknown(typed: string): Promise<void> {
    const { unknownCommand } = await import('./unknown-command.js');
    const { code, message, hint } = unknownCommand(typed, this.config);
    process.exitCode = ERRORS[code].exit;
    process.stderr.write(`${message}\n  ${hint}\n`);
  }

  protected override formatCommand(command: Command.Loadable): string {
    return `${super.formatCommand(command)}\n\n${EXIT_CODES}`;
  }

  override formatRoot(): string {
    return `${super.formatRoot()}\n\n${EXIT_CODES}`;
  }
}
