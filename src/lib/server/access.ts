import { isIP } from 'node:net';
import type { Access } from '../answering/access/access.js';
import { isMeantAsSecret, isSecret } from '../answering/access/secrets.js';
import { ROLES, type Account, type Role } from '../domain/account.js';
import { GibseyError } from '../domain/errors.js';

/** Who a request comes from. */
export interface Caller {
  account: string;
  role: Role;
  /** What they have shown for it. */
  credential: 'none' | 'token' | 'gateway';
}

/** The caller of an operation that anybody may call. */
export const NOBODY: Caller = { account: '', role: 'reader', credential: 'none' };

/** What a request says of where it comes from. */
export interface Origin {
  authorization: string | undefined;
  /** Host header, port included. */
  host: string | undefined;
  remoteAddress: string;
  /** A proxy has passed it on. */
  forwarded: boolean;
}

export interface AccessPolicy {
  /** The server listens on a loopback address. */
  loopback: boolean;
  /** Whoever has no token reads and chats as the account `anonymous`. */
  allowAnonymous: boolean;
  /** Made at the start, and known to gibsey's own commands of the same user: they are the account `local`. */
  ownSecret: string;
}

export type Door = Pick<Access, 'authenticate' | 'account'>;

const LOCAL = 'local';
const ANONYMOUS = 'anonymous';
const BEARER = /^Bearer(?: (.*))?$/i;

/**
 * A token says who calls, and what they may do. Whoever has none reads and chats at most: at the machine itself as the
 * account `local`, since a proxy that names nobody looks the same from here.
 * @throws UNAUTHENTICATED
 */
export async function callerOf(origin: Origin, policy: AccessPolicy, door: Door): Promise<Caller> {
  const key = keyIn(origin.authorization, policy);
  if (key !== null) return byKey(key, policy, door);
  if (policy.loopback && isLocal(origin)) return reader(await localAccount(door));
  if (!policy.allowAnonymous) throw new GibseyError('UNAUTHENTICATED', 'The request has no token.');
  return reader(enabled(await door.account(ANONYMOUS, 'reader')));
}

const reader = ({ id }: Account): Caller => ({ account: id, role: 'reader', credential: 'none' });

/**
 * The key that a request brings. On loopback one that cannot be ours is none: clients of the OpenAI dialect send
 * `ollama` or what else stands in their settings, where nobody needs a key.
 */
function keyIn(authorization: string | undefined, { loopback }: AccessPolicy): string | null {
  if (authorization === undefined) return null;
  const bearer = BEARER.exec(authorization);
  const key = bearer?.[1]?.trim() ?? '';
  return loopback && bearer && !isMeantAsSecret(key) ? null : key;
}

async function byKey(key: string, { ownSecret }: AccessPolicy, door: Door): Promise<Caller> {
  if (isSecret(key, ownSecret)) return known(await localAccount(door), 'token');
  const account = await door.authenticate(key);
  if (!account) throw new GibseyError('UNAUTHENTICATED', 'The token is not accepted.');
  return known(account, account.gateway ? 'gateway' : 'token');
}

const known = ({ id, role }: Account, credential: Caller['credential']): Caller => {
  return { account: id, role, credential };
};

/** Made as ops: its own commands do over HTTP what they may do to the store anyway. */
const localAccount = async (door: Door) => enabled(await door.account(LOCAL, 'ops'));

function enabled(account: Account): Account {
  if (!account.disabled) return account;
  throw new GibseyError('UNAUTHENTICATED', `Account "${account.id}" is disabled.`);
}

/** @throws FORBIDDEN */
export function demandRole({ account, role, credential }: Caller, least: Role): void {
  if (ROLES.indexOf(role) >= ROLES.indexOf(least)) return;
  const message = `That takes the role ${least}; account "${account}" is here as ${role}.`;
  throw new GibseyError('FORBIDDEN', message, credential === 'none' ? { hint: wayIn(least) } : {});
}

/**
 * What somebody does is theirs alone: neither other accounts nor whoever runs the server reads it here.
 * @throws FORBIDDEN, whether there is such a user or not
 */
export function demandOwn({ account, credential }: Caller, user: string): void {
  if (credential === 'token' && account === user) return;
  throw new GibseyError('FORBIDDEN', 'That takes a token of the user themselves.', {
    hint: 'gibsey accounts create USER; gibsey tokens create USER; send the header Authorization: Bearer TOKEN',
  });
}

const wayIn = (role: Role) =>
  `gibsey accounts create NAME --role ${role}; gibsey tokens create NAME; send the header Authorization: Bearer TOKEN`;

/** A proxy on this machine speaks for others: what it passes on is not local. */
const isLocal = ({ host, remoteAddress, forwarded }: Origin) =>
  !forwarded && isLoopback(remoteAddress) && isLoopback(hostName(host));

/**
 * Who asks, by what a request says of it: a gateway's word is taken, from anybody else it is the account. Else whoever
 * can send requests could be as many people as it takes to make an answer, or to vote one down.
 */
export function whoAsks(
  { account, credential }: Caller,
  {
    user_email: email,
    user_id: id,
  }: { user_email?: string | undefined; user_id?: string | undefined },
): string {
  return credential === 'gateway' ? (email ?? id ?? account) : account;
}

/** The name in a Host header, without port and brackets, in lower case. */
export function hostName(host = ''): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

/** Names and addresses that never leave the machine (RFC 6761, 6.3; RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). */
export function isLoopback(host: string): boolean {
  const address = host.replace(/^::ffff:/, '');
  if (isIP(address) === 4) return address.startsWith('127.');
  return address === '::1' || address === 'localhost' || address.endsWith('.localhost');
}
