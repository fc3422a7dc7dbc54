/** A terminal as a user has one: a real pty with a shell in it, and an emulator that keeps what is on its screen. */
import { spawn, type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { BIN, MODELLESS, temporaryFolder } from './cli.js';

/** The longest wait for anything; a machine under load is slow. */
const PATIENCE_MS = 120_000;

/** Says at each prompt how the last command ended and how the terminal is set; nothing of it is seen. */
const RC = `
GIBSEY='${process.execPath} ${BIN}'
alias gibsey="$GIBSEY"
PS1=
PROMPT_COMMAND='printf "\\033]777;%s;%s\\007" "$?" "$(stty -g)"'
`;
const PROMPT = /\u001b\]777;(\d+);([^\u0007]*)\u0007/;

export interface Prompt {
  /** Exit code; 128 and the signal's number where a signal ended the command. */
  code: number;
  /** The terminal's settings, as `stty -g` prints them. */
  settings: string;
}

export interface TerminalOptions {
  cwd: string;
  columns?: number;
  env?: Record<string, string>;
}

export const KEYS = { interrupt: '\u0003', suspend: '\u001a', enter: '\r' };

export class Terminal {
  /** What was written since the last line that was typed. */
  written = '';
  private readonly pty: IPty;
  private readonly screen: xterm.Terminal;
  private changed: () => void = () => undefined;

  private constructor({ cwd, columns = 80, env = {} }: TerminalOptions) {
    const rc = join(temporaryFolder(), 'rc');
    writeFileSync(rc, RC);
    const { PATH = '', HOME = '' } = process.env;
    const size = { cols: columns, rows: 50 };
    this.screen = new xterm.Terminal({ ...size, allowProposedApi: true, scrollback: 1000 });
    this.pty = spawn('bash', ['--noprofile', '--noediting', '--rcfile', rc, '-i'], {
      ...{ ...size, cwd, name: env.TERM ?? 'xterm-256color' },
      env: { PATH, HOME, LANG: 'C.UTF-8', ...MODELLESS, ...env },
    });
    this.pty.onData((data) => {
      this.written += data;
      this.screen.write(data);
      this.changed();
    });
    onTestFinished(() => this.pty.kill('SIGKILL'));
  }

  /** Opens it and waits for the first prompt. */
  static async open(options: TerminalOptions): Promise<Terminal & { settings: string }> {
    const terminal = new Terminal(options);
    const { settings } = await terminal.prompt();
    return Object.assign(terminal, { settings });
  }

  /** Types a line; what was written before is forgotten. */
  type(line: string): void {
    this.written = '';
    this.pty.write(`${line}${KEYS.enter}`);
  }

  press(key: keyof typeof KEYS): void {
    this.pty.write(KEYS[key]);
  }

  /** Types a line and waits until the shell asks for the next one. */
  async run(line: string): Promise<Prompt> {
    this.type(line);
    return this.prompt();
  }

  /** Waits for a text, written since the last line that was typed. */
  shows(text: RegExp): Promise<RegExpExecArray> {
    return this.until(() => text.exec(this.written), String(text));
  }

  /** Waits until the shell asks for a line. */
  async prompt(): Promise<Prompt> {
    const [, code, settings = ''] = await this.shows(PROMPT);
    return { code: Number(code), settings };
  }

  /** The lines that are on the screen or have left it at the top, without what is empty at the end. */
  async lines(): Promise<{ text: string; wrapped: boolean }[]> {
    await new Promise<void>((done) => this.screen.write('', done));
    const { active } = this.screen.buffer;
    const lines = Array.from({ length: active.length }, (_, i) => {
      const line = active.getLine(i);
      return { text: line?.translateToString(true) ?? '', wrapped: line?.isWrapped ?? false };
    });
    return lines.slice(0, lines.findLastIndex(({ text }) => text !== '') + 1);
  }

  async text(): Promise<string> {
    return (await this.lines()).map(({ text }) => text).join('\n');
  }

  private async until<T>(look: () => T | null, what: string): Promise<T> {
    const late = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = look();
      if (found !== null) return found;
      if (Date.now() > late) throw new Error(`No ${what} in:\n${await this.text()}`);
      await new Promise<void>((next) => {
        const timer = setTimeout(next, 1_000);
        this.changed = () => (clearTimeout(timer), next());
      });
    }
  }
}
