import { describe, expect, it } from 'vitest';
import { hostName, isLoopback } from './access.js';

describe('names of a machine', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1', 'localhost', 'book.localhost'])(
    '%s never leaves it',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  it.each([
    '',
    '0.0.0.0',
    '::',
    '10.0.0.1',
    'localhost.example.org',
    '127.example.org',
    'xlocalhost',
  ])('%s may', (host) => expect(isLoopback(host)).toBe(false));

  it.each([
    ['127.0.0.1:8080', '127.0.0.1'],
    ['[::1]:8080', '::1'],
    ['LocalHost', 'localhost'],
    [undefined, ''],
  ])('%s is called %s', (host, name) => expect(hostName(host)).toBe(name));
});
