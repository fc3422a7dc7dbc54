/** Disjoint sets over 0…n−1; the representative of a set is its least member. */
export class UnionFind {
  private readonly parent: Int32Array;

  constructor(n: number) {
    this.parent = Int32Array.from({ length: n }, (_, i) => i);
  }

  find(i: number): number {
    const { parent } = this;
    // Halving the path keeps later searches short.
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  }

  union(a: number, b: number): void {
    const [i, j] = [this.find(a), this.find(b)];
    if (i < j) this.parent[j] = i;
    else this.parent[i] = j;
  }
}
