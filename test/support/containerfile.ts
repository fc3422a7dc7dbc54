/** Does in a folder what a container file does in an image, so far as that needs no image. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Instruction {
  name: string;
  rest: string;
}

/** Stages in order; continued lines joined, comments left out. */
export function stagesOf(text: string): Instruction[][] {
  const lines = text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'));
  const stages: Instruction[][] = [];
  for (const line of lines) {
    const [, name = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return stages;
}

/** The last stage of an image in a folder that stands for its root; what it copies comes from `built`. */
export class FakeImage {
  readonly root = mkdtempSync(join(tmpdir(), 'gibsey-image-'));
  private readonly built: string;
  private folder = '/';
  private entry: string[] = [];

  constructor(built: string) {
    this.built = built;
    mkdirSync(this.at('/usr/local/bin'), { recursive: true });
    this.standIn('chown', 'exit 0'); // the image's user is not one of this machine
    this.standIn('npm', `[ "$1" = cache ] || PATH="\${PATH#*:}" exec npm "$@"`); // the cache is not ours
  }

  do({ name, rest }: Instruction): void {
    if (name === 'WORKDIR') mkdirSync(this.at((this.folder = rest)), { recursive: true });
    if (name === 'COPY') this.copy(rest.split(' '));
    if (name === 'RUN') this.shell(rest);
    if (name === 'ENTRYPOINT') this.entry = JSON.parse(rest) as string[];
  }

  /** What `docker run IMAGE ARGS` does. */
  run(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const { PATH = '' } = process.env;
    const [file = '', ...before] = this.entry;
    const env = {
      PATH: `${this.at('/usr/local/bin')}:${PATH}`,
      HOME: this.root,
      NO_COLOR: '1',
      GIBSEY_LLM_PROVIDER: 'none',
    };
    const options = { cwd: this.at(this.folder), env, encoding: 'utf8', timeout: 60_000 } as const;
    return spawnSync(file, [...before, ...args], options);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  at(path: string): string {
    return join(this.root, path);
  }

  private copy(words: readonly string[]): void {
    const [from = '', ...paths] = words;
    if (!from.startsWith('--from=')) throw new Error(`the last stage copies from ${from}`);
    const target = join(this.at(this.folder), paths.at(-1) ?? '');
    for (const path of paths.slice(0, -1)) {
      const source = join(this.built, path.replace('/build/', ''));
      const into = paths.at(-1)?.endsWith('/') ? join(target, path.replace('/build/', '')) : target;
      cpSync(source, into, { recursive: true });
    }
  }

  private shell(line: string): void {
    const here = line.replace(/(?<=\s)\/(?=opt|usr|data)/g, `${this.root}/`);
    const PATH = `${this.at('/stand-ins')}:${process.env.PATH}`;
    const env = { ...process.env, PATH, npm_config_prefer_offline: 'true' };
    const cwd = this.at(this.folder);
    const { status, stderr } = spawnSync('sh', ['-c', here], {
      cwd,
      env,
      encoding: 'utf8',
      timeout: 240_000,
    });
    if (status !== 0) throw new Error(`RUN ${here} ended with ${status}: ${stderr}`);
  }

  private standIn(name: string, script: string): void {
    mkdirSync(this.at('/stand-ins'), { recursive: true });
    writeFileSync(this.at(`/stand-ins/${name}`), `#!/bin/sh\n${script}\n`);
    chmodSync(this.at(`/stand-ins/${name}`), 0o755);
  }
}
