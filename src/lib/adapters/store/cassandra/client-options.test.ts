import driver from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { clientOptions, retryPolicy, type ClusterSettings } from './client-options.js';
import { parseCassandraUrl } from './url.js';

const of = (url: string, settings: ClusterSettings = {}) =>
  clientOptions(driver, parseCassandraUrl(url), settings);
const { consistencies } = driver.types;

describe('options of the client', () => {
  it('give nodes that are found through others the port of the contact points', () => {
    const { contactPoints, protocolOptions } = of('cassandra://10.0.0.1:19042,10.0.0.2:19042/ks');
    expect(contactPoints).toEqual(['10.0.0.1:19042', '10.0.0.2:19042']);
    expect(protocolOptions).toEqual({ port: 19042 });
    expect(of('cassandra://[::1]/ks').protocolOptions).toEqual({ port: 9042 });
  });

  it('wait for a quorum of the data centre, or for whom the settings name', () => {
    expect(of('cassandra://a/ks').queryOptions).toMatchObject({
      consistency: consistencies.localQuorum,
      serialConsistency: consistencies.localSerial,
    });
    const { queryOptions } = of('cassandra://a/ks', { consistency: 'all' });
    expect(queryOptions).toMatchObject({ consistency: consistencies.all });
  });

  it('have TLS where it is wanted, with certificates that are there', () => {
    expect(of('cassandra://a/ks')).not.toHaveProperty('sslOptions');
    expect(of('cassandra://a/ks', { tls: true }).sslOptions).toEqual({ rejectUnauthorized: true });
    const missing = () => of('cassandra://a/ks', { tls: true, ca: 'none.pem' });
    expect(missing).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

describe('a write that came to no answer', () => {
  type Info = Parameters<ReturnType<typeof retryPolicy>['onWriteTimeout']>[0];
  const decided = (idempotent: boolean, nbRetry: number) => {
    const info = { nbRetry, executionOptions: { isIdempotent: () => idempotent } } as Info;
    const { localQuorum } = consistencies;
    return retryPolicy(driver).onWriteTimeout(info, localQuorum, 1, 2, 'SIMPLE').decision;
  };
  /** As the driver counts them. */
  const [rethrow, retry] = [0, 1];

  it('is tried again where it may be done twice, a few times', () => {
    expect([0, 2, 3].map((nbRetry) => decided(true, nbRetry))).toEqual([retry, retry, rethrow]);
    expect(decided(false, 0)).toBe(rethrow);
  });
});
