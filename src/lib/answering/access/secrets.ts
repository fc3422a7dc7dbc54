import { timingSafeEqual } from 'node:crypto';
import { hashText } from '../../algorithms/text/hashing.js';
import type { Hash } from '../../domain/values.js';

/** Random bytes of a generator that nobody can predict. */
export type RandomBytes = (length: number) => Uint8Array;

/** Tells people and scanners of repositories what they have before them. */
const PREFIX = 'gib_';
const SECRET_BYTES = 32;
const SHAPE = /^gib_[A-Za-z0-9_-]{43}$/;

/** `gib_` and 256 random bits in base64url. */
export function newSecret(random: RandomBytes): string {
  return `${PREFIX}${Buffer.from(random(SECRET_BYTES)).toString('base64url')}`;
}

/** What is kept of a secret; null for a text that cannot be one. */
export function hashOfSecret(secret: string): Hash | null {
  return SHAPE.test(secret) ? hashText(secret) : null;
}

/** Whether somebody means it for one of our secrets, right or wrong; other services' keys begin otherwise. */
export const isMeantAsSecret = (text: string): boolean => text.startsWith(PREFIX);

/** Whether a text is that secret, in a time that does not depend on where they differ. */
export function isSecret(text: string, secret: string): boolean {
  const [given, known] = [hashOfSecret(text), hashOfSecret(secret)];
  return given !== null && known !== null && sameHash(given, known);
}

/** Whether two hashes are one, in a time that does not depend on where they differ. */
export function sameHash(a: Hash, b: Hash): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
