/** Weight of each run of 2 to 4 characters in a text; unit length. */
export type GramVector = ReadonlyMap<string, number>;

const LENGTHS = [2, 3, 4] as const;
/** Longer texts say no more about their form. */
const LONGEST = 500;

/**
 * Vectors of texts by their runs of characters, tf–idf over `texts` (log tf, smoothed idf; Manning et al. 2008, §6.2).
 * They tell form from content: question words, forms of address, endings and signs, in any language that `texts` has.
 */
export function gramVectors(texts: readonly string[]): (text: string) => GramVector {
  const documents = new Map<string, number>();
  for (const text of texts) {
    for (const gram of gramsOf(text).keys()) documents.set(gram, (documents.get(gram) ?? 0) + 1);
  }
  const idf = (gram: string) => Math.log((texts.length + 1) / ((documents.get(gram) ?? 0) + 1));
  return (text) => {
    const weights = [...gramsOf(text)].map(
      ([gram, count]) => [gram, (1 + Math.log(count)) * idf(gram)] as const,
    );
    const norm = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    return new Map(weights.map(([gram, weight]) => [gram, weight / norm]));
  };
}

/** Cosine of two such vectors, 0…1. */
export function gramCosine(a: GramVector, b: GramVector): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [gram, weight] of few) sum += weight * (many.get(gram) ?? 0);
  return sum;
}

/** A space stands for the edges of the text. */
function gramsOf(text: string): Map<string, number> {
  const plain = text.slice(0, LONGEST).toLowerCase().normalize('NFC').replace(/\s+/g, ' ').trim();
  const framed = ` ${plain} `;
  const counts = new Map<string, number>();
  for (const length of LENGTHS) {
    for (let at = 0; at + length <= framed.length; at++) {
      const gram = framed.slice(at, at + length);
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return counts;
}
