/** What the driver (4.x) gets wrong when a server goes away and comes back. */
import type { Client } from 'cassandra-driver';

/** The driver's own pauses double up to ten minutes, for which a server that is back would not be seen. */
export const RECONNECT_MS = 1000;

type Refresh = (hosts?: unknown) => Promise<void>;
interface Internals {
  controlConnection?: { _refresh?: Refresh };
}

/** Before the client is connected. Where the driver has other insides, nothing is done. */
export function mendReconnecting(client: Client): void {
  shutDownReplacedHosts(client);
  refreshOneAtATime(client);
}

/** It puts a new host in the place of the old one, whose pool would go on trying, and keep the process alive, for ever. */
function shutDownReplacedHosts(client: Client): void {
  client.on('hostRemove', (host: object & { shutdown?: (drain: boolean) => unknown }) => {
    host.shutdown?.(false);
  });
}

/**
 * When a connection breaks while another one is looked for, it looks twice at once; the two take the connection from
 * each other, and one throws where nobody hears it, which ends the process.
 */
function refreshOneAtATime(client: Client): void {
  const control = (client as unknown as Internals).controlConnection;
  const refresh = control?._refresh?.bind(control);
  if (!control || !refresh) return;
  let running: Promise<void> | null = null;
  const again = () => void setTimeout(() => void control._refresh?.(), RECONNECT_MS).unref();
  control._refresh = (hosts) => {
    if (hosts !== undefined) return refresh(hosts); // the one that is running goes on with its next host
    running ??= refresh()
      .catch(again)
      .finally(() => (running = null));
    return running;
  };
}
