const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * An identifier that sorts by time: 48 bits of epoch ms, 80 bits of chance, in Crockford's base 32 (26 characters).
 * Source: https://github.com/ulid/spec
 *
 * @param random 10 random bytes
 */
export function ulid(now: number, random: Uint8Array): string {
  let bits = BigInt(now);
  for (const byte of random.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < 26; i++, bits >>= 5n) text = ALPHABET.charAt(Number(bits & 31n)) + text;
  return text;
}
