/** Servers that a test starts for itself on free ports of loopback. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** Address and port. */
export async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `127.0.0.1:${port}`;
}

export function start(command: string, args: readonly string[], env = process.env): ChildProcess {
  const child = spawn(command, args, { stdio: 'ignore', env });
  child.once('error', () => undefined); // not installed: it does not get ready, which is told
  return child;
}

/** @throws with the script that installs it, when nothing answers well within 20 s */
export async function ready(url: string, install: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Nothing at ${url} within 20 s: is it installed? ${install}`);
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}
