/** What benchmarks have in common: how figures are summed up, and which goals they have. */

/** A figure that is to be reached. */
export interface Goal {
  readonly what: string;
  readonly actual: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export function quartiles(values: readonly number[]): Quartiles {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** Prints the goals that are missed, or that there are none; with `--check` a missed one makes the benchmark fail. */
export function reportGoals(goals: readonly Goal[]): void {
  const missed = goals.filter(
    ({ actual, atLeast = -Infinity, atMost = Infinity }) => !(actual >= atLeast && actual <= atMost),
  );
  console.log(`\n${goals.length - missed.length} of ${goals.length} goals reached`);
  for (const { what, actual, atLeast, atMost } of missed) {
    const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
    console.log(`missed: ${what}: ${actual.toFixed(2)}, ${bound} wanted`);
  }
  if (missed.length > 0 && process.argv.includes("--check")) process.exitCode = 1;
}
