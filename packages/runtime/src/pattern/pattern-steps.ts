/** How many steps of automata the patterns of one event may take. The slowest take some 20 ns each. */
export const maxPatternSteps = 2 ** 28;

/** A text is too long for the pattern that is to judge it, so nobody can say whether it matches. */
export class PatternStepsError extends Error {
  override readonly name = "PatternStepsError";

  constructor(
    readonly pattern: string,
    readonly text: string,
  ) {
    super(`the pattern ${JSON.stringify(pattern)} takes too many steps for a text of ${text.length} characters`);
  }
}

/** What is left of the steps of the event that is being judged; `undefined` where none is. Judging is synchronous, so there is only one. */
let stepsLeft: number | undefined;

/** Judges an event: all its texts share the steps. It counts the most that they may take, so that the outcome depends on the event alone. */
export function withinPatternSteps<Args extends readonly unknown[], Result>(
  judge: (...args: Args) => Result,
  ...args: Args
): Result {
  const outer = stepsLeft;
  stepsLeft = maxPatternSteps;
  try {
    return judge(...args);
  } finally {
    stepsLeft = outer;
  }
}

/** @throws {PatternStepsError} when the event, or outside of an event the text, takes more steps than it may. */
export function takePatternSteps(steps: number, pattern: string, text: string): void {
  const left = (stepsLeft ?? maxPatternSteps) - steps;
  if (left < 0) throw new PatternStepsError(pattern, text);
  if (stepsLeft !== undefined) stepsLeft = left;
}
