/**
 * How many events a test of a fault issues, at least: few enough for every change, by default. `FAULT_EVENTS=1000000` in the
 * environment looks longer.
 */
export const faultEventCount = Number(process.env["FAULT_EVENTS"] ?? 20_000);

/** So many times as many rounds as by default. */
export const faultFactor = Math.max(1, faultEventCount / 20_000);
