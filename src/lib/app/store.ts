/** The store that the configuration names. */
import { resolve } from 'node:path';
import type { LoadedConfig } from '../config/load.js';
import type { Clock, Store } from '../ports/index.js';

export interface StoreOptions {
  loaded: LoadedConfig;
  /** Nothing may be written, not even an empty store. */
  readonly: boolean;
  /** A store that is not there is an error, and is not made; default: it reads as empty, or is made. */
  mustExist?: boolean;
}

/** @throws STORE_UNREACHABLE, STORE_MISSING and what else keeps it from being opened */
export async function openStore(
  { loaded, readonly, mustExist }: StoreOptions,
  clock: Clock,
): Promise<Store> {
  const { url } = loaded.config.store;
  const how = { clock, readonly, ...(mustExist ? { mustExist } : {}) };
  if (url.startsWith('cassandra:')) {
    const { openCassandraStore } = await import('../adapters/store/cassandra/factory.js');
    return openCassandraStore({ url, ...how });
  }
  const { openSqliteStore } = await import('../adapters/store/sqlite/factory.js');
  return openSqliteStore({ path: resolve(loaded.root, url.slice('sqlite:'.length)), ...how });
}
