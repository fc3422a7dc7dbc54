import { join } from 'node:path';
import { openApp, type AppOptions } from '../lib/app/app.js';
import { OWN_SETTINGS, withOwnServer } from './own-server.js';
import { fillWithSample, inTemporaryFolder, sampleIn } from './samples/store.js';

interface Here {
  open: (settings: Record<string, unknown>) => Promise<AppOptions>;
  /** The configured store is asked whatever it holds. */
  any: boolean;
}

/** Runs a test against a server of its own: on the configured store, or on a sample in one for the moment. */
export async function smokeHere<T>(
  { open, any }: Here,
  test: (url: string, token: string) => Promise<T>,
) {
  const configured = await open(OWN_SETTINGS);
  if (any || (await holdsSample(configured))) {
    return withOwnServer({ ...configured, worker: false }, test);
  }
  return inTemporaryFolder(async (folder) => {
    const options = { ...onStore(configured, folder), report: () => undefined };
    const app = await openApp(options);
    await fillWithSample(app, 'entrance-way', folder).finally(() => app.close());
    return withOwnServer({ ...options, worker: false }, test);
  });
}

function onStore({ loaded, ...options }: AppOptions, folder: string): AppOptions {
  const store = { ...loaded.config.store, url: `sqlite:${join(folder, 'gibsey.db')}` };
  return { ...options, loaded: { ...loaded, config: { ...loaded.config, store } } };
}

async function holdsSample(options: AppOptions): Promise<boolean> {
  const app = await openApp({ ...options, readonly: true });
  return sampleIn(app.store)
    .then((name) => name !== null)
    .finally(() => app.close());
}
