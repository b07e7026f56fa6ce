type Span = { readonly count: number; readonly first: number; readonly last: number };

/** Mean time between two events of one group. */
export function meanInterval(groups: readonly Span[]): number | undefined {
  // A group may have none but events whose times count nowhere.
  const present = groups.filter(({ count }) => count > 0);
  const seconds = present.reduce((sum, { first, last }) => sum + (last - first), 0);
  const intervals = present.reduce((sum, { count }) => sum + count - 1, 0);
  return intervals === 0 ? undefined : seconds / intervals;
}
