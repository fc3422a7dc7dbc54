/** Of `items`, those `count` whose value is least, in their order; of equal ones at the end the first. */
export function smallest(items: Int32Array, values: Float64Array, count: number): Int32Array {
  if (count >= items.length) return items;
  if (count <= 0) return items.subarray(0, 0);
  const limit = nthLeast(gathered(items, values), count - 1);
  let ties = count;
  for (const item of items) if (values[item]! < limit) ties--;
  return items.filter((item) => values[item]! < limit || (values[item] === limit && ties-- > 0));
}

function gathered(items: Int32Array, values: Float64Array): Float64Array {
  const out = new Float64Array(items.length);
  for (let at = 0; at < items.length; at++) out[at] = values[items[at]!]!;
  return out;
}

/** The value that sorting would bring to place n: quickselect (Hoare 1961). Changes the order. */
export function nthLeast(values: Float64Array, n: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [left, right] = [low, high];
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const value = values[left]!;
      values[left++] = values[right]!;
      values[right--] = value;
    }
    if (n <= right) high = right;
    else if (n >= left) low = left;
    else break;
  }
  return values[n]!;
}
