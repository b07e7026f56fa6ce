import type { Json } from "../json/value.js";

/** One schema, in a validator of another project. */
export interface Validator {
  /** Whether an instance is valid; undefined where the validator cannot tell. */
  test(instance: Json): boolean | undefined;
  /** Why it cannot judge any instance; undefined where it can. */
  readonly problem: string | undefined;
}

export function unableValidator(problem: string): Validator {
  return { problem, test: () => undefined };
}

/** The validator, or why it cannot be made. */
export function attempted(make: () => Validator): Validator {
  try {
    return make();
  } catch (error) {
    return unableValidator(error instanceof Error ? error.message : String(error));
  }
}
