/** Most limits that are chosen: each is a series for every combination of labels. */
const maxChosen = 16;
/** Fewer values say little about those to come. */
const fewValues = 100;
const steps = [[1, 2, 5], [1, 3], [1]] as const;

/**
 * Limits of buckets that fit some values: 1, 2, 5, 10 and so on around them, or wider steps where values spread widely. They do not change
 * later, whatever values come, so there is room on both sides.
 *
 * @param values at least one, and all finite.
 */
export function chooseLimits(values: readonly number[]): readonly number[] {
  const positive = values.filter((value) => value > 0).toSorted((left, right) => left - right);
  const hasOthers = positive.length < values.length;
  const room = values.length < fewValues ? 100 : 3;
  const low = (positive[Math.floor(positive.length * 0.02)] ?? 1) / room;
  const high = (positive.at(-1) ?? 1) * room;
  const ladders = steps.map((step) => ladder(low, high, step));
  const chosen = ladders.find((each) => each.length <= maxChosen) ?? thinned(ladders.at(-1) ?? []);
  return hasOthers ? [0, ...chosen] : chosen;
}

function ladder(low: number, high: number, step: readonly number[]): readonly number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.min(308, Math.ceil(Math.log10(high)))];
  const found: number[] = [];
  for (let power = Math.max(-300, from); power <= to; power++) {
    for (const each of step) {
      // As a decimal, so that no digits come from a multiplication.
      const limit = Number(`${each}e${power}`);
      if (limit >= low && limit <= high) found.push(limit);
    }
  }
  return found.length === 0 ? [Number(`1e${to}`)] : found;
}

function thinned(limits: readonly number[]): readonly number[] {
  const every = Math.ceil(limits.length / maxChosen);
  return limits.filter((_, index) => index % every === 0);
}
