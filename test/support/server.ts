/** `gibsey serve` of the built binary: another process, spoken to over HTTP. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gibsey, stateHome, type Outcome, type RunOptions } from './cli.js';

export interface RunningServer {
  url: string;
  child: ChildProcess;
  /** What it has written so far. */
  said: () => string;
  /** How it ended. */
  ended: Promise<Outcome>;
  stop: () => Promise<Outcome>;
}

/** Starts it on a free port; fulfilled once it listens. */
export async function startServer(
  args: readonly string[],
  options: RunOptions,
): Promise<RunningServer> {
  let text = '';
  let child: ChildProcess | undefined;
  let tell: (url: string) => void;
  const listening = new Promise<string>((resolve) => (tell = resolve));
  const started = (spawned: ChildProcess) => {
    child = spawned;
    for (const stream of [spawned.stdout, spawned.stderr]) {
      stream?.on('data', (data: Buffer) => {
        text += data.toString();
        const [url] = /http:\/\/(?:[\d.]+|\[[\da-f:]+\]):\d+/.exec(text) ?? [];
        if (url) tell(url);
      });
    }
  };
  const ended = gibsey(['serve', '--port', '0', ...args], { ...options, started });
  const url = await Promise.race([
    listening,
    ended.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ]);
  if (!child) throw new Error('serve was not started');
  const running = child;
  const stop = () => {
    running.kill('SIGTERM');
    return ended;
  };
  return { url, child: running, said: () => text, ended, stop };
}

/** Where a server that listens there leaves the token of its own commands. */
export const tokenFile = (url: string) =>
  join(stateHome(), 'gibsey', `serve-${new URL(url).port}.token`);

/** Headers of gibsey's own commands. */
export const own = (url: string) => ({
  authorization: `Bearer ${readFileSync(tokenFile(url), 'utf8')}`,
});

/** A request with a JSON body, or none. */
export async function http(
  url: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: object; headers?: object } = {},
) {
  const json = body ? { 'content-type': 'application/json' } : {};
  const response = await fetch(url, {
    method,
    headers: { ...json, ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, text: await response.text() };
}
