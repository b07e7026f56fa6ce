/** Where two lists differ first; `undefined` when they are the same. Fast, and readable when it fails, for very long lists. */
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
