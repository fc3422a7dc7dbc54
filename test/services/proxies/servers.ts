/** nginx and Caddy as they come, before a server of gibsey: as little configuration as they take. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended, freeAddress, ready, start } from '../processes.js';

/** Where gibsey listens: `127.0.0.1:PORT`, `localhost:PORT`, `[::1]:PORT`. */
export interface Upstreams {
  ipv4: string;
  name: string;
  ipv6: string;
}

/** What a proxy tells of those for whom it asks: nothing, or that there is somebody. */
export type Manner = 'silent' | 'forwarding';

export interface Proxy {
  name: string;
  manner: Manner;
  /** Where it listens. */
  url: string;
}

export interface Proxies {
  proxies: Proxy[];
  stop(): Promise<void>;
}

interface Site {
  name: string;
  manner: Manner;
  server: 'nginx' | 'caddy';
  /** What stands in its block. */
  block: string;
}

const FORWARDING = `proxy_set_header Host $host;
  proxy_set_header X-Real-IP $remote_addr;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;`;
const SILENCED = 'For Host Proto'.split(' ').map((name) => `header_up -X-Forwarded-${name}`);

const sites = ({ ipv4, name, ipv6 }: Upstreams, socket: string): Site[] => [
  nginx('an address', `proxy_pass http://${ipv4};`),
  nginx('localhost', `proxy_pass http://${name};`),
  nginx('an address of IPv6', `proxy_pass http://${ipv6};`),
  nginx('a Unix-domain socket', `proxy_pass http://unix:${socket};`),
  nginx('an address, kept alive', `proxy_http_version 1.1; proxy_pass http://${ipv4};`),
  {
    ...nginx('a name of its own', `${FORWARDING} proxy_pass http://${ipv4};`),
    manner: 'forwarding',
  },
  caddy('an address', `reverse_proxy ${ipv4}`),
  caddy('localhost', `reverse_proxy ${name}`),
  caddy('an address of IPv6', `reverse_proxy ${ipv6}`),
  {
    ...caddy('a Unix-domain socket, and another proxy', `reverse_proxy unix/${socket}`),
    manner: 'forwarding',
  },
  {
    ...caddy('an address, saying nothing', `reverse_proxy ${ipv4} {\n${SILENCED.join('\n')}\n}`),
    manner: 'silent',
  },
];

const nginx = (to: string, block: string): Site => {
  return { name: `nginx to ${to}`, manner: 'silent', server: 'nginx', block };
};
const caddy = (to: string, block: string): Site => {
  return { name: `Caddy to ${to}`, manner: 'forwarding', server: 'caddy', block };
};

/** Starts both with a listener for each site. */
export async function startProxies(upstreams: Upstreams): Promise<Proxies> {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-proxies-'));
  chmodSync(folder, 0o755); // nginx asks its socket as another user
  const socket = join(folder, 'upstream.sock');
  const placed = await Promise.all(
    sites(upstreams, socket).map(async (site) => ({ ...site, at: await freeAddress() })),
  );
  const of = (server: Site['server']) => placed.filter((site) => site.server === server);
  writeFileSync(join(folder, 'nginx.conf'), nginxConf(folder, of('nginx'), { socket, upstreams }));
  writeFileSync(join(folder, 'Caddyfile'), caddyfile(of('caddy')));
  const home = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const processes = [
    start('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;']),
    start('caddy', ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], home),
  ];
  const stop = async () => {
    await Promise.all(processes.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  const proxies = placed.map(({ name, manner, at }) => ({ name, manner, url: `http://${at}` }));
  const up = proxies.map(({ url }) => ready(`${url}/health`, 'test/services/proxies/install.sh'));
  await Promise.all(up).catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });
  return { proxies, stop };
}

type Placed = Site & { at: string };

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

const nginxConf = (
  folder: string,
  placed: readonly Placed[],
  { socket, upstreams }: { socket: string; upstreams: Upstreams },
) => `
error_log ${folder}/nginx.log;
pid ${folder}/nginx.pid;
events {}
http {
access_log off;
${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
server { listen unix:${socket}; location / { proxy_pass http://${upstreams.ipv4}; } }
${placed.map(({ at, block }) => `server { listen ${at}; location / { ${block} } }`).join('\n')}
}
`;

const caddyfile = (placed: readonly Placed[]) => `
{
admin off
}
${placed.map(({ at, block }) => `http://${at} {\n${block}\n}`).join('\n')}
`;
