import { Help, type Command } from '@oclif/core';

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
    if (argv.length === 0) this.log(NEXT);
    else await super.showHelp(argv);
  }

  protected override formatCommand(command: Command.Loadable): string {
    return `${super.formatCommand(command)}\n\n${EXIT_CODES}`;
  }

  override formatRoot(): string {
    return `${super.formatRoot()}\n\n${EXIT_CODES}`;
  }
}
