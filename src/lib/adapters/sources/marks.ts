import { Rejected } from './rejected.js';

/** Counts what divides a file: no book has so many, and each one takes memory before the first page is cut. */
export class Marks {
  private count = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** @throws Rejected when there are more than the limit */
  add(): void {
    if (++this.count <= this.limit) return;
    const limit = this.limit.toLocaleString('en-US');
    throw new Rejected(`it has more than ${limit} headings, code blocks and tables: split it`);
  }
}
