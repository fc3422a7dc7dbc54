import { isIP } from 'node:net';
import type { Access } from '../answering/access/access.js';
import { ROLES, type Account, type Role } from '../domain/account.js';
import { GibseyError } from '../domain/errors.js';

/** Who a request comes from. */
export interface Caller {
  account: string;
  role: Role;
}

/** The caller of an operation that anybody may call. */
export const NOBODY: Caller = { account: '', role: 'reader' };

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
}

const LOCAL = 'local';
const ANONYMOUS = 'anonymous';
const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * A token says who calls. Without one, whoever sits at the machine is the account `local`: until the store holds a
 * token it may do what its role says (it is made as `ops`), from then on it reads and chats only.
 * @throws UNAUTHENTICATED
 */
export async function callerOf(
  origin: Origin,
  policy: AccessPolicy,
  door: Access,
): Promise<Caller> {
  if (origin.authorization !== undefined) return byToken(origin.authorization, door);
  if (policy.loopback && isLocal(origin)) return local(door);
  if (!policy.allowAnonymous) throw new GibseyError('UNAUTHENTICATED', 'The request has no token.');
  const { id } = enabled(await door.account(ANONYMOUS, 'reader'));
  return { account: id, role: 'reader' };
}

async function byToken(authorization: string, door: Access): Promise<Caller> {
  const [, secret] = BEARER.exec(authorization) ?? [];
  const account = secret === undefined ? null : await door.authenticate(secret);
  if (!account) throw new GibseyError('UNAUTHENTICATED', 'The token is not accepted.');
  return { account: account.id, role: account.role };
}

async function local(door: Access): Promise<Caller> {
  const account = enabled(await door.account(LOCAL, 'ops'));
  const role = (await door.hasTokens()) ? 'reader' : account.role;
  return { account: account.id, role };
}

function enabled(account: Account): Account {
  if (!account.disabled) return account;
  throw new GibseyError('UNAUTHENTICATED', `Account "${account.id}" is disabled.`);
}

/** @throws FORBIDDEN */
export function demandRole({ account, role }: Caller, least: Role): void {
  if (ROLES.indexOf(role) >= ROLES.indexOf(least)) return;
  const message = `That takes the role ${least}; account "${account}" is here as ${role}.`;
  throw new GibseyError('FORBIDDEN', message);
}

/** A proxy on this machine speaks for others: what it passes on is not local. */
const isLocal = ({ host, remoteAddress, forwarded }: Origin) =>
  !forwarded && isLoopback(remoteAddress) && isLoopback(hostName(host));

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
