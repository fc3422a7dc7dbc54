/**
 * Pairs rows with columns, each at most once, so that the sum of the weights is greatest. Shortest augmenting
 * paths with potentials (Jonker & Volgenant 1987, "A shortest augmenting path algorithm for dense and sparse
 * linear assignment problems", Computing 38), O(s² · l) for the shorter side s and the longer l. Where several
 * pairings are optimal, the order of rows and columns decides, so give them in a canonical order.
 * @param weights rows × columns, ≥ 0; 0 says that the two may not be paired.
 * @returns the column of each row, −1 for none.
 */
export function optimalAssignment(weights: readonly (readonly number[])[]): Int32Array {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  if (rows > columns) return inverse(optimalAssignment(transposed(weights, columns)), rows);
  const columnOf = inverse(rowOfEachColumn(weights, columns), rows);
  return columnOf.map((column, row) => (weights[row]![column]! > 0 ? column : -1));
}

interface Duals {
  /** The row of each column, −1 for none. */
  rowOf: Int32Array;
  rowPotential: Float64Array;
  columnPotential: Float64Array;
}

/** For rows ≤ columns: every row gets a column. */
function rowOfEachColumn(weights: readonly (readonly number[])[], columns: number): Int32Array {
  const duals = {
    rowOf: new Int32Array(columns).fill(-1),
    rowPotential: new Float64Array(weights.length),
    columnPotential: new Float64Array(columns),
  };
  for (let row = 0; row < weights.length; row++) augment(weights, row, duals);
  return duals.rowOf;
}

/** Gives `start` a column, moving earlier rows along the cheapest alternating path. */
function augment(weights: readonly (readonly number[])[], start: number, duals: Duals): void {
  const { rowOf, rowPotential, columnPotential } = duals;
  const slack = new Float64Array(rowOf.length).fill(Infinity);
  const before = new Int32Array(rowOf.length).fill(-1);
  const visited = new Uint8Array(rowOf.length);
  let column = -1;
  do {
    const row = column === -1 ? start : rowOf[column]!;
    for (let j = 0; j < slack.length; j++) {
      const reduced = -weights[row]![j]! - rowPotential[row]! - columnPotential[j]!;
      if (visited[j]! || reduced >= slack[j]!) continue;
      slack[j] = reduced;
      before[j] = column;
    }
    const next = leastUnvisited(slack, visited);
    raisePotentials(duals, visited, slack, slack[next]!, start);
    visited[next] = 1;
    column = next;
  } while (rowOf[column] !== -1);
  follow(before, column, start, rowOf);
}

/** Shifts the rows along the path that ends in `column`. */
function follow(before: Int32Array, column: number, start: number, rowOf: Int32Array): void {
  for (let at = column; at !== -1; at = before[at]!) {
    rowOf[at] = before[at] === -1 ? start : rowOf[before[at]!]!;
  }
}

function leastUnvisited(slack: Float64Array, visited: Uint8Array): number {
  let least = -1;
  for (let j = 0; j < slack.length; j++) {
    if (!visited[j]! && (least === -1 || slack[j]! < slack[least]!)) least = j;
  }
  return least;
}

function raisePotentials(
  { rowOf, rowPotential, columnPotential }: Duals,
  visited: Uint8Array,
  slack: Float64Array,
  by: number,
  start: number,
): void {
  rowPotential[start]! += by;
  for (let j = 0; j < slack.length; j++) {
    if (visited[j]!) {
      rowPotential[rowOf[j]!]! += by;
      columnPotential[j]! -= by;
    } else slack[j]! -= by;
  }
}

function inverse(of: Int32Array, length: number): Int32Array {
  const inverted = new Int32Array(length).fill(-1);
  of.forEach((value, index) => {
    if (value !== -1) inverted[value] = index;
  });
  return inverted;
}

function transposed(weights: readonly (readonly number[])[], columns: number): number[][] {
  return Array.from({ length: columns }, (_, j) => weights.map((row) => row[j]!));
}
