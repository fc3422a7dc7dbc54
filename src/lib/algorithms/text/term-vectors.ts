/** n texts as unit vectors over their terms, compressed by rows; row i is `from[i] … from[i + 1]`. */
export interface TermVectors {
  /** n + 1 offsets. */
  from: Uint32Array;
  /** Columns, one for each distinct term. */
  columns: Uint32Array;
  weights: Float64Array;
  /** Number of columns. */
  terms: number;
}

/**
 * Weights tf · ln(1 + n / df), each row scaled to unit length, so that the dot product of two rows is the
 * idf-modified cosine of Erkan & Radev 2004 (§3), 0…1. A text without terms is a row of zeros.
 */
export function termVectors(texts: readonly (readonly string[])[]): TermVectors {
  const column = new Map<string, number>();
  const frequencies: number[] = [];
  const rows = texts.map((text) => countColumns(text, column, frequencies));
  const idf = frequencies.map((df) => Math.log(1 + texts.length / df));
  const size = rows.reduce((sum, row) => sum + row.size, 0);
  const vectors: TermVectors = {
    from: new Uint32Array(texts.length + 1),
    columns: new Uint32Array(size),
    weights: new Float64Array(size),
    terms: column.size,
  };
  let at = 0;
  rows.forEach((row, i) => {
    let squares = 0;
    for (const [term, tf] of row) squares += (tf * (idf[term] ?? 0)) ** 2;
    for (const [term, tf] of row) {
      vectors.columns[at] = term;
      vectors.weights[at++] = (tf * (idf[term] ?? 0)) / Math.sqrt(squares);
    }
    vectors.from[i + 1] = at;
  });
  return vectors;
}

/** Occurrences by column; new terms get the next column, and each text adds one to its terms' frequencies. */
function countColumns(
  text: readonly string[],
  column: Map<string, number>,
  frequencies: number[],
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const term of text) {
    let at = column.get(term);
    if (at === undefined) column.set(term, (at = column.size));
    const count = counts.get(at) ?? 0;
    if (count === 0) frequencies[at] = (frequencies[at] ?? 0) + 1;
    counts.set(at, count + 1);
  }
  return counts;
}

/** Σ scaleᵢ · rowᵢ, dense over the terms. */
export function sumRows(vectors: TermVectors, scale: Float64Array): Float64Array {
  const { from, columns, weights } = vectors;
  const sum = new Float64Array(vectors.terms);
  for (let i = 0; i + 1 < from.length; i++) {
    const factor = scale[i]!;
    for (let at = from[i]!; at < from[i + 1]!; at++) sum[columns[at]!]! += factor * weights[at]!;
  }
  return sum;
}

/** Dot product of every row with one dense vector. */
export function multiply(vectors: TermVectors, dense: Float64Array): Float64Array {
  const { from, columns, weights } = vectors;
  const products = new Float64Array(from.length - 1);
  for (let i = 0; i < products.length; i++) {
    let dot = 0;
    for (let at = from[i]!; at < from[i + 1]!; at++) dot += weights[at]! * dense[columns[at]!]!;
    products[i] = dot;
  }
  return products;
}

/** Cosine of every row to row `i`. */
export function similarities(vectors: TermVectors, i: number): Float64Array {
  const only = new Float64Array(vectors.from.length - 1);
  only[i] = 1;
  return multiply(vectors, sumRows(vectors, only));
}
