import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.js';
import GibseyHelp from '../cli/help.js';

export default class HelpCommand extends BaseCommand<typeof HelpCommand> {
  static override summary = 'Shows what a command does, its flags and examples.';
  static override enableJsonFlag = false;
  static override strict = false;
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> ingest pages',
  ];
  static override args = { command: Args.string({ description: 'All commands without it.' }) };

  async run() {
    const words = this.argv.filter((word) => !word.startsWith('-'));
    const help = new GibseyHelp(this.config);
    await help.showHelp(words.length > 0 ? [words.join(':')] : ['--help']);
  }
}
