import fc from 'fast-check';

/**
 * Whatever a service may send in place of what is expected: any JSON, and objects with the right names and any values,
 * likely ones more often.
 */
export function replies(names: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const fields = Object.entries(names).map(([name, likely]) => [
    name,
    fc.oneof({ weight: 4, arbitrary: likely }, fc.jsonValue(), fc.constant(undefined)),
  ]);
  const like = fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>);
  return fc.oneof(fc.jsonValue(), { weight: 4, arbitrary: like });
}
