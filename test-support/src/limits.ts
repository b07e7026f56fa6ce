/**
 * How long a test, or what it sets up, may take. A machine that does five other things at once must pass too, so this is for
 * hangs only: a test waits for what happens, and never asserts how fast it was.
 */
export const testLimitMs = 240_000;

/** How long a test waits for one thing to happen: less than the test has, so that the failure says what did not happen. */
export const waitLimitMs = 200_000;
