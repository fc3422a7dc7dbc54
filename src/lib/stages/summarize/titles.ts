import { clusterTitle, titleKey } from '../../algorithms/text/title.js';
import type { SummaryUnit } from './unit.js';

/**
 * The titles of one night, no two alike. Those that stay are kept first; then units are named in the order of the
 * plan, so that a night that was broken off names the rest as it would have without.
 */
export class Titles {
  private taken = new Set<string>();

  /** Begins a plan anew. */
  keep(titles: readonly string[]): void {
    this.taken = new Set(titles.map(titleKey));
  }

  /** From the pages and keywords; the id of the centre page where these have none that is free. */
  of({ documents, keywords, cluster }: SummaryUnit, common: ReadonlySet<string>): string {
    const title =
      clusterTitle(documents, keywords, { common, taken: this.taken }) || cluster.centerPage;
    this.taken.add(titleKey(title));
    return title;
  }

  /** The model's own title, unless there is none or another cluster has it. */
  preferred(proposed: string | null, { title }: SummaryUnit): string {
    if (proposed === null || this.taken.has(titleKey(proposed))) return title;
    this.taken.add(titleKey(proposed));
    return proposed;
  }
}
