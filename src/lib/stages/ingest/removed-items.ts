import type { Hash } from '../../domain/values.js';
import type { TableStore } from '../../ports/index.js';
import { ISSUE_EVIDENCE, ITEMS, RAW_ITEMS } from '../../ports/store/tables/issues.js';

/** What was deleted in its source leaves the store with its vectors and with the evidence that it was. */
export async function removeItems(tables: TableStore, urlHashes: readonly Hash[]): Promise<void> {
  for (const urlHash of urlHashes) {
    for await (const rows of tables.of(ISSUE_EVIDENCE).find('urlHash', urlHash))
      await tables.of(ISSUE_EVIDENCE).delete(rows);
    for await (const rows of tables.of(ITEMS).scan({ urlHash }))
      await tables.of(ITEMS).delete(rows);
  }
  // The text last: as long as it is there, it is seen that it has to go.
  await tables.of(RAW_ITEMS).delete(urlHashes.map((urlHash) => ({ urlHash })));
}
