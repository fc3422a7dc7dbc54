/** How often each term of one text occurs, and how many terms it has in all. */
export interface TermCounts {
  counts: ReadonlyMap<string, number>;
  length: number;
}

export interface LexicalHit {
  id: string;
  score: number;
}

/** Saturation of term frequency and correction for length (docs/decisions/0015-retrieval.md). */
const K1 = 1.2;
const B = 0.75;

/** Texts of a term, by slot; slots of removed texts stay until the index is tidied. */
interface Postings {
  slots: number[];
  frequencies: number[];
  /** Texts that still have the term. */
  alive: number;
}

/**
 * An inverted index in memory, ranked by BM25 (Robertson & Zaragoza 2009, §3.4) with the idf of Lucene,
 * ln(1 + (N − n + ½) / (n + ½)), which is never negative. Texts come, are replaced and go one by one.
 */
export class LexicalIndex {
  private readonly postings = new Map<string, Postings>();
  private readonly slots = new Map<string, number>();
  private ids: (string | null)[] = [];
  private lengths: number[] = [];
  private terms: (readonly string[])[] = [];
  private total = 0;

  get size(): number {
    return this.slots.size;
  }

  /** Adds a text, or replaces the one of this id. */
  put(id: string, { counts, length }: TermCounts): void {
    this.remove(id);
    const slot = this.ids.length;
    this.slots.set(id, slot);
    this.ids.push(id);
    this.lengths.push(length);
    this.terms.push([...counts.keys()]);
    this.total += length;
    for (const [term, count] of counts) {
      let entry = this.postings.get(term);
      if (!entry) this.postings.set(term, (entry = { slots: [], frequencies: [], alive: 0 }));
      entry.slots.push(slot);
      entry.frequencies.push(count);
      entry.alive++;
    }
  }

  remove(id: string): void {
    const slot = this.slots.get(id);
    if (slot === undefined) return;
    this.slots.delete(id);
    this.ids[slot] = null;
    this.total -= this.lengths[slot] ?? 0;
    for (const term of this.terms[slot] ?? []) {
      const entry = this.postings.get(term);
      if (entry && --entry.alive === 0) this.postings.delete(term);
    }
    this.terms[slot] = [];
    if (this.ids.length > 64 && this.slots.size < this.ids.length / 2) this.tidy();
  }

  /** Texts with any of the terms, best first, ties by order of arrival; only those that `allows`. */
  search(
    terms: readonly string[],
    limit: number,
    allows: (id: string) => boolean = () => true,
  ): LexicalHit[] {
    const scores = new Map<number, number>();
    for (const term of terms) this.addScores(term, scores);
    const hits: (LexicalHit & { slot: number })[] = [];
    for (const [slot, score] of scores) {
      const id = this.ids[slot];
      if (typeof id === 'string' && allows(id)) hits.push({ id, score, slot });
    }
    hits.sort((a, b) => b.score - a.score || a.slot - b.slot);
    return hits.slice(0, limit).map(({ id, score }) => ({ id, score }));
  }

  private addScores(term: string, scores: Map<number, number>): void {
    const entry = this.postings.get(term);
    if (!entry) return;
    const { slots, frequencies, alive } = entry;
    const idf = Math.log(1 + (this.size - alive + 0.5) / (alive + 0.5));
    const mean = this.total / Math.max(1, this.size);
    slots.forEach((slot, at) => {
      const tf = frequencies[at] ?? 0;
      const norm = K1 * (1 - B + (B * (this.lengths[slot] ?? 0)) / mean);
      scores.set(slot, (scores.get(slot) ?? 0) + (idf * tf * (K1 + 1)) / (tf + norm));
    });
  }

  /** Gives slots of removed texts back. */
  private tidy(): void {
    const moved = this.ids.map(() => -1);
    let next = 0;
    this.ids.forEach((id, slot) => {
      if (id !== null) moved[slot] = next++;
    });
    for (const entry of this.postings.values()) {
      const kept = entry.slots.map((slot) => moved[slot] ?? -1);
      entry.frequencies = entry.frequencies.filter((_, at) => (kept[at] ?? -1) >= 0);
      entry.slots = kept.filter((slot) => slot >= 0);
    }
    const alive = (_: unknown, slot: number) => (moved[slot] ?? -1) >= 0;
    this.lengths = this.lengths.filter(alive);
    this.terms = this.terms.filter(alive);
    this.ids = this.ids.filter(alive);
    this.ids.forEach((id, slot) => void (id !== null && this.slots.set(id, slot)));
  }
}
