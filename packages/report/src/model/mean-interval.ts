type Span = { readonly count: number; readonly first: number; readonly last: number };

/** Mean time between two events of one group. */
export function meanInterval(groups: readonly Span[]): number | undefined {
  const seconds = groups.reduce((sum, { first, last }) => sum + (last - first), 0);
  const intervals = groups.reduce((sum, { count }) => sum + count - 1, 0);
  return intervals === 0 ? undefined : seconds / intervals;
}
