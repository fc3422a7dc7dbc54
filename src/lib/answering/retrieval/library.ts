import { LexicalIndex } from '../../algorithms/text/lexical-index.js';
import { searchTermFinder } from '../../algorithms/text/search-terms.js';
import { rawWords } from '../../algorithms/text/tokens.js';
import type { StoredPage } from '../../domain/page.js';

/** The pages of a store in memory, ready to be searched. Every change of it is made in one synchronous step. */
export class Library {
  readonly pages = new Map<string, StoredPage>();
  readonly lexical = new LexicalIndex();
  readonly find = searchTermFinder();

  /** True when the page is new or differs from the one that was there. */
  put(page: StoredPage): boolean {
    const old = this.pages.get(page.id);
    if (old?.version === page.version && old.contentHash === page.contentHash) return false;
    this.pages.set(page.id, page);
    if (old?.contentHash !== page.contentHash) this.lexical.put(page.id, this.count(page));
    return true;
  }

  remove(id: string): boolean {
    this.lexical.remove(id);
    return this.pages.delete(id);
  }

  private count({ body }: StoredPage) {
    const counts = new Map<string, number>();
    const words = rawWords(body);
    for (const raw of words) {
      const term = this.find(raw);
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    return { counts, length: words.length };
  }
}
