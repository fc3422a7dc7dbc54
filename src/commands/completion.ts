import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.js';
import { completionScript, SHELLS } from '../cli/completion.js';

export default class Completion extends BaseCommand<typeof Completion> {
  static override summary =
    'Prints a script that completes commands, flags and values in your shell.';
  static override description =
    'Load it at the start of your shell: source <(gibsey completion bash) in ~/.bashrc, the same with zsh in ' +
    '~/.zshrc; gibsey completion fish > ~/.config/fish/completions/gibsey.fish.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> bash',
    '<%= config.bin %> <%= command.id %> fish',
  ];
  static override args = {
    shell: Args.string({ description: 'bash, zsh or fish.', options: [...SHELLS], required: true }),
  };

  async run() {
    const shell = SHELLS.find((each) => each === this.args.shell) ?? 'bash';
    const script = completionScript(shell, this.config.commands);
    this.log(script.trimEnd());
    return { shell, script };
  }
}
