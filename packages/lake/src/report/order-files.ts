import { orderLogs } from "@metric-events/reader";

/** Names of logs in the order in which reports read them. */
export function orderFiles(names: readonly string[]): readonly string[] {
  return orderLogs(names.map((name) => ({ name, path: name }))).map(({ name }) => name);
}
