/** The SQLSTATE of a statement for which the user has no right (PostgreSQL manual, appendix A). */
const missingRight = "42501";

/** The user may not change the tables. */
export class MissingRightError extends Error {
  override readonly name = "MissingRightError";
  readonly code = missingRight;
  /** What to do. */
  readonly advice: string;

  /** @param cause the error of the server. */
  constructor(cause: Error, advice: string) {
    super(cause.message, { cause });
    this.advice = advice;
  }
}

/**
 * Runs a statement that changes the tables.
 *
 * @param advice what to do if the user has no right to.
 * @throws {MissingRightError}
 */
export async function define(run: () => Promise<unknown>, advice: string): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === missingRight) {
      throw new MissingRightError(error, advice);
    }
    throw error;
  }
}
