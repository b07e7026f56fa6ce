/** A stretch of a list in which something differs from what is usual. */
export interface Stretch {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  /** The logarithm of how much more likely it is that something changed. */
  readonly evidence: number;
}

/**
 * Stretches whose scores add up to enough evidence: each from where the sum begins to rise to where it is highest (Page's CUSUM test).
 *
 * @param scores positive where an element is more likely if something changed: logarithms of ratios of likelihoods.
 */
export function stretches(scores: readonly number[], enough: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let sum = 0;
  let from = 0;
  let best: Stretch | undefined;
  const close = (next: number): void => {
    if (best !== undefined) found.push(best);
    best = undefined;
    sum = 0;
    from = next;
  };
  scores.forEach((score, index) => {
    if (sum <= 0) {
      sum = 0;
      from = index;
    }
    sum += score;
    if (sum >= enough && sum > (best?.evidence ?? 0)) best = { from, to: index, evidence: sum };
    else if (sum <= 0 || (best !== undefined && sum < best.evidence - enough)) close(index + 1);
  });
  close(scores.length);
  return found;
}
