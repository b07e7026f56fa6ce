/**
 * How many events a test of a fault issues at least: 100,000, or fewer where injecting the fault is slow, as DURABILITY.md
 * states. `FAULT_EVENTS=1000000` in the environment sets the number for all tests.
 */
export function faultEvents(byDefault = 100_000): number {
  return Number(process.env["FAULT_EVENTS"] ?? byDefault);
}
