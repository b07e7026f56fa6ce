/**
 * How many events a test of a fault issues, at least: 100,000, or fewer where the fault takes long to be injected, which
 * DURABILITY.md states. `FAULT_EVENTS=1000000` in the environment has all of them issue so many.
 */
export function faultEvents(byDefault = 100_000): number {
  return Number(process.env["FAULT_EVENTS"] ?? byDefault);
}
