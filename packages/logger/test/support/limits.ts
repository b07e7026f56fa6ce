// The limits of time of these tests. No test depends on how fast the machine is: these are far above what anything takes on a
// busy one, and only end what hangs.

/** For a test that issues many events, in milliseconds. */
export const longTest = { timeout: 1_800_000 };

/** For a process that is to end by itself, in milliseconds. */
export const processLimitMs = 600_000;

/** For `vi.waitFor`: how long something may take to happen, in milliseconds. */
export const eventually = { timeout: 120_000, interval: 1 };
