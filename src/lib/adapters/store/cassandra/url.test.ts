import { describe, expect, it } from 'vitest';
import { parseCassandraUrl } from './url.js';

describe('parseCassandraUrl', () => {
  it('reads the short form', () => {
    expect(parseCassandraUrl('cassandra://db/gibsey')).toEqual({
      contactPoints: ['db:9042'],
      keyspace: 'gibsey',
      dataCenter: 'datacenter1',
      credentials: null,
      location: 'db:9042/gibsey',
    });
  });

  it('reads several hosts, a login and a data centre', () => {
    const url =
      'cassandra://ann%40x:p%3Aw%2F%40:d@10.0.0.1:9142,[::1]:19042,db-2/books_1?dc=eu-west';
    expect(parseCassandraUrl(url)).toEqual({
      contactPoints: ['10.0.0.1:9142', '[::1]:19042', 'db-2:9042'],
      keyspace: 'books_1',
      dataCenter: 'eu-west',
      credentials: { username: 'ann@x', password: 'p:w/@:d' },
      location: '10.0.0.1:9142,[::1]:19042,db-2:9042/books_1',
    });
  });

  it.each([
    'cassandra://secret:secret@/ks',
    'cassandra://secret:secret@host',
    'cassandra://secret:secret@host/Upper',
    'cassandra://secret:secret@host/1st',
    `cassandra://secret:secret@host/${'k'.repeat(41)}`,
    'cassandra://secret:secret@host:0/ks',
    'cassandra://secret:secret@host:70000/ks',
    'cassandra://secret:secret@a,,b/ks',
    'cassandra://secret@host/ks',
    'cassandra://secret:%zz@host/ks',
    'cassandra://secret:secret@host/ks?datacenter=x',
    "cassandra://secret:secret@host/ks?dc=x'",
    'http://secret:secret@host/ks',
  ])('refuses %s without telling what stands before the @', (url) => {
    const call = () => parseCassandraUrl(url);
    expect(call).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(call).not.toThrow(/secret/);
  });
});
