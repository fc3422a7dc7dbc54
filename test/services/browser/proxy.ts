/** A proxy that serves another server below a path, as `location PREFIX { proxy_pass http://SERVER/; }` of nginx does. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Proxy {
  url: string;
  /** What was asked for outside of the path. */
  strays: string[];
  close: () => Promise<void>;
}

/** @param prefix with a slash at both ends */
export async function below(prefix: string, upstream: string): Promise<Proxy> {
  const strays: string[] = [];
  const server = createServer((asked, reply) => {
    const { url = '', method, headers } = asked;
    if (!url.startsWith(prefix)) {
      strays.push(url);
      reply.writeHead(404).end();
      return;
    }
    const path = url.slice(prefix.length - 1);
    const passed = request(new URL(path, upstream), { method, headers }, (got) => {
      reply.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(reply);
    });
    passed.once('error', () => reply.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    strays,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
