/** A way to a server that a test can cut and mend. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface Severable {
  /** `host:port` */
  point: string;
  /** Ends what is connected, and refuses what comes. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** @param target `host:port` */
export async function severable(target: string): Promise<Severable> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  };
  const listen = (at: number) =>
    new Promise<Server>((listening) => {
      const server = createServer((near) => {
        const far = connect(Number(port), host);
        for (const socket of [near, far]) keep(socket);
        near.pipe(far).pipe(near);
        near.on('close', () => far.destroy());
        far.on('close', () => near.destroy());
      });
      server.listen(at, '127.0.0.1', () => listening(server));
    });
  let server: Server | null = await listen(0);
  const own = (server.address() as AddressInfo).port;
  const cut = async () => {
    const open = server;
    server = null;
    const closed = new Promise((done) => (open ? open.close(done) : done(undefined)));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    point: `127.0.0.1:${own}`,
    cut,
    mend: async () => void (server ??= await listen(own)),
    close: cut,
  };
}
