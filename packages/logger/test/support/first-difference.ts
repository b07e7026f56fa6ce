/** The first difference of two lists; `undefined` when they are equal. Fast for long lists, and readable in a failure. */
export function firstDifference(
  actual: readonly number[],
  expected: readonly number[],
): { readonly index: number; readonly actual: number | undefined; readonly expected: number | undefined } | undefined {
  const length = Math.max(actual.length, expected.length);
  for (let index = 0; index < length; index++) {
    if (actual[index] !== expected[index]) return { index, actual: actual[index], expected: expected[index] };
  }
  return undefined;
}
