import { meanRow, norm } from '../../algorithms/vectors/dot.js';
import { matrixOf } from '../../algorithms/vectors/matrix.js';
import { RowStore } from '../../algorithms/vectors/row-store.js';
import type { Span } from '../../algorithms/text/sentences.js';
import type { Passage } from '../../domain/page.js';

/** Cosines of a query to pages, by slot; NaN where a page has no vectors. */
export interface DenseScores {
  /** To the passage that is nearest. */
  best: Float64Array;
  /** To the page's own vector, the mean direction of its passages. */
  mean: Float64Array;
}

/** The passages of pages, a row of one matrix each; pages are known by their slots. */
export class DensePages {
  private readonly rows: RowStore;
  private readonly owners: number[] = [];
  private readonly spans: Span[] = [];
  private readonly free: number[] = [];
  private readonly bySlot = new Map<number, readonly number[]>();
  /** Length of the mean of a page's passages. */
  private readonly lengths = new Map<number, number>();

  constructor(dimensions: number) {
    this.rows = new RowStore(dimensions);
  }

  get pages(): number {
    return this.bySlot.size;
  }

  get passages(): number {
    return this.owners.length - this.free.length;
  }

  /** Replaces the passages of a page. */
  put(slot: number, passages: readonly Passage[]): void {
    this.remove(slot);
    if (passages.length === 0) return;
    const rows = passages.map(({ vector, start, end }) => {
      const row = this.free.pop() ?? this.owners.length;
      this.rows.set(row, vector);
      this.owners[row] = slot;
      this.spans[row] = { start, end };
      return row;
    });
    this.bySlot.set(slot, rows);
    this.lengths.set(slot, norm(meanRow(matrixOf(passages.map(({ vector }) => vector)))));
  }

  remove(slot: number): void {
    for (const row of this.bySlot.get(slot) ?? []) {
      this.owners[row] = -1;
      this.free.push(row);
    }
    this.bySlot.delete(slot);
    this.lengths.delete(slot);
  }

  /** `only`: the slots that matter; the rows of others are not read. */
  scores(query: Float32Array, slots: number, only: readonly number[] | null): DenseScores {
    const best = new Float64Array(slots).fill(NaN);
    const mean = new Float64Array(slots).fill(NaN);
    const add = (slot: number, score: number) => {
      best[slot] = best[slot]! > score ? best[slot]! : score;
      mean[slot] = (Number.isNaN(mean[slot]!) ? 0 : mean[slot]!) + score;
    };
    if (only === null) {
      const scores = this.rows.scores(query);
      for (let row = 0; row < scores.length; row++) {
        const slot = this.owners[row]!;
        if (slot >= 0) add(slot, scores[row]!);
      }
    } else for (const slot of only) for (const score of this.ofPage(query, slot)) add(slot, score);
    for (const [slot, length] of this.lengths) {
      const count = this.bySlot.get(slot)?.length ?? 1;
      mean[slot]! /= count * Math.max(length, Number.EPSILON);
    }
    return { best, mean };
  }

  /** Cosine of a query to each passage of a page, with where the passage stands. */
  nearest(query: Float32Array, slot: number): (Span & { score: number })[] {
    const rows = this.bySlot.get(slot) ?? [];
    const scores = this.ofPage(query, slot);
    return rows.map((row, i) => ({ ...this.spans[row]!, score: scores[i]! }));
  }

  private ofPage(query: Float32Array, slot: number): number[] {
    const rows = this.bySlot.get(slot) ?? [];
    return rows.map((row) => this.rows.scores(query, row, row + 1)[0]!);
  }
}
