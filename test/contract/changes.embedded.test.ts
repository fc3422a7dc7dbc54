import { openEmbeddedChanges } from '../../src/lib/adapters/changes/embedded/factory.js';
import { page, temporaryStore } from '../support/store.js';
import { changeSourceContract } from './changes/index.js';

changeSourceContract({
  name: 'the feed of an embedded store',
  follows: true,
  beginsLost: false,
  async open() {
    const store = await temporaryStore();
    return {
      source: openEmbeddedChanges(store),
      put: (ids) => store.pages.put(ids.map((id) => page(id))),
      remove: (ids) => store.pages.delete(ids),
      lose: async () => store.changes.trim(await store.changes.latest()),
      close: () => store.close(),
    };
  },
});
