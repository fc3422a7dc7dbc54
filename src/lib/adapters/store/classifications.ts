import type { ClassificationStore, TableStore } from '../../ports/index.js';
import { CLASSIFICATIONS } from '../../ports/store/tables/classifications.js';

export function classificationsOf(tables: TableStore): ClassificationStore {
  const table = tables.of(CLASSIFICATIONS);
  return {
    put: (classifications) => table.put(classifications),
    get: (collection, ids) => table.get(ids.map((id) => ({ collection, id }))),
    async counts(collection) {
      const counts = await table.counts({ collection }, 'label');
      return counts.map(({ value, count }) => ({ label: value, count }));
    },
  };
}
