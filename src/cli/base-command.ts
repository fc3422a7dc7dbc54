import { Command, Errors, Flags, type Interfaces } from '@oclif/core';
import type { GibseyError } from '../lib/domain/errors.js';
import { asGibseyError, interrupted } from '../lib/domain/errors.js';
import { environment } from '../lib/config/environment.js';
import { redact } from '../lib/config/redact.js';
import { emphasis, hasColour, painted, unmarked } from '../view/emphasis.js';
import { outliveOutput } from './output.js';
import { printable } from '../view/printable.js';
import { Screen } from '../view/screen.js';

export type CommandFlags<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof BaseCommand)['baseFlags'] & T['flags']
>;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** `timeout`, and npm beside a terminal, send one and the same signal twice. */
const SAME_SIGNAL_MS = 200;

/**
 * What every command shares: `--json` with one document on stdout, the exit codes of the error table, and Ctrl-C
 * as an abort signal. oclif loses exit codes under `--json` and puts its whole config into the error document:
 * `catch` and `toErrorJson` cure both.
 */
export abstract class BaseCommand<T extends typeof Command> extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    config: Flags.string({
      summary: 'Configuration file; default: gibsey.config.json, sought upward from here.',
      helpGroup: 'GLOBAL',
    }),
    store: Flags.string({
      summary: 'sqlite:PATH or cassandra://HOST[:PORT]/KEYSPACE.',
      helpGroup: 'GLOBAL',
    }),
    'log-format': Flags.option({ options: ['text', 'json'] as const })({
      summary: 'Progress and messages on stderr: text, or one JSON object a line.',
      helpGroup: 'GLOBAL',
    }),
    quiet: Flags.boolean({
      summary: 'Say nothing of what goes well: print errors, and what was asked to be shown.',
      helpGroup: 'GLOBAL',
    }),
    'no-color': Flags.boolean({
      summary: 'No colour on a terminal, as with NO_COLOR=1.',
      helpGroup: 'GLOBAL',
    }),
  };

  protected flags!: CommandFlags<T>;
  protected args!: Interfaces.InferredArgs<T['args']>;
  /** How stderr is written; a command that reads the configuration takes it from there. */
  protected logFormat: 'text' | 'json' = 'text';
  protected readonly screen = new Screen({
    stream: process.stderr,
    dumb: environment().TERM === 'dumb',
    coloured: hasColour(process.stderr, this.argv),
  });
  private readonly interruption = new AbortController();

  /** Aborts on SIGINT and SIGTERM; a second signal ends the process at once. */
  protected get signal(): AbortSignal {
    return this.interruption.signal;
  }

  override async init(): Promise<void> {
    await super.init();
    outliveOutput();
    const { flags, args } = await this.parse(this.ctor);
    this.flags = flags as CommandFlags<T>;
    this.args = args as Interfaces.InferredArgs<T['args']>;
    this.logFormat = this.flags['log-format'] ?? 'text';
    for (const name of SIGNALS) process.on(name, this.interrupt);
  }

  private readonly interrupt = (): void => {
    if (this.signal.aborted) return;
    this.mention('Stopping; what is finished is kept…');
    this.interruption.abort(interrupted());
    // From here on a signal does what it does by itself: also while nothing in here could hear of it.
    const forget = () => SIGNALS.forEach((name) => process.off(name, this.interrupt));
    setTimeout(forget, SAME_SIGNAL_MS).unref();
  };

  /** For people, in colour where stdout has it; nothing under `--json`. */
  override log(text = ''): void {
    super.log(painted(printable(text), this.coloured));
  }

  /** Whether stdout is a terminal with colour. */
  protected get coloured(): boolean {
    return hasColour(process.stdout, this.argv);
  }

  /** A line for people, also under `--json`, where oclif's own method says nothing. */
  protected tell(line: string): void {
    this.toStderr(line, { level: 'info', event: 'message', message: line });
  }

  /**
   * What a command that changes something says of it; with `--quiet` nothing.
   * @param wrong What of it did not go well: on stderr with `--quiet`, which keeps no error back.
   */
  protected done(text: string, wrong = ''): void {
    if (!this.flags.quiet) this.log(text);
    else if (wrong !== '') {
      this.toStderr(wrong, { level: 'error', event: 'message', message: unmarked(wrong) });
    }
  }

  /** A line for people that is no error. */
  protected mention(line: string): void {
    if (!this.flags.quiet) this.tell(line);
  }

  private toStderr(text: string, fields: object): void {
    const ts = new Date().toISOString();
    this.screen.say(this.logFormat === 'json' ? JSON.stringify({ ts, ...fields }) : text);
  }

  /** Ends with this code once everything is closed. */
  protected exitWith(code: number): void {
    process.exitCode = code;
  }

  protected override async catch(thrown: Error): Promise<void> {
    const error = await this.named(thrown);
    this.exitWith(error.exitCode);
    if (this.jsonEnabled()) this.logJson(this.toErrorJson(error));
    const shown = this.toErrorJson(error).error;
    const [headline = '', ...rest] = shown.message.split('\n');
    const text = [emphasis('bad', headline), ...rest, `  ${shown.hint}`].join('\n');
    this.screen.clear();
    this.toStderr(text, {
      level: 'error',
      event: 'error',
      ...shown,
    });
    if (environment().DEBUG?.includes('gibsey')) this.tell(redact(thrown.stack ?? ''));
  }

  protected override toErrorJson(thrown: unknown) {
    const { code, message, hint } = asGibseyError(thrown);
    return { error: { code, message: redact(message), hint: redact(hint) } };
  }

  private async named(thrown: Error): Promise<GibseyError> {
    if (!(thrown instanceof Errors.CLIError)) return asGibseyError(thrown);
    const { usageError } = await import('./usage.js');
    const command = (this.id ?? '').replaceAll(':', ' ');
    const flags = { ...BaseCommand.baseFlags, ...this.ctor.flags, json: Flags.boolean() };
    return usageError(thrown, { command, argv: this.argv, flags });
  }
}
