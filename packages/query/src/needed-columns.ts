import type { Database } from "./duckdb.js";

/** A pivot is several statements, of which only the first is explained. */
const severalStatements = /\bpivot/i;

/**
 * The fields of events that a query reads, by the plan that DuckDB makes of it, so that no others need to be handed over. Asked before
 * there are rows. `undefined` when this is not certain: then all are.
 */
export async function neededColumns(sql: string, { connection }: Database): Promise<ReadonlySet<string> | undefined> {
  if (severalStatements.test(sql)) return undefined;
  let plan: unknown;
  try {
    const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${sql}`);
    plan = JSON.parse(String(reader.getRows()[0]?.[1]));
  } catch {
    // What is wrong with the query is told when it is run.
    return undefined;
  }
  const columns = new Set<string>();
  return collect(plan, columns) ? columns : undefined;
}

/** Adds what the scans of a plan read, and returns whether all of it was understood. */
function collect(plan: unknown, columns: Set<string>): boolean {
  if (Array.isArray(plan)) return plan.every((node) => collect(node, columns));
  if (!isPlanNode(plan)) return false;
  if (!plan.children.every((node) => collect(node, columns))) return false;
  const { Function: source, Projections: projections } = plan.extra_info;
  if (source !== "READ_JSON") return true;
  for (const name of [projections].flat()) {
    if (typeof name !== "string") return false;
    // Of no column at all it says "".
    if (name !== "") columns.add(name);
  }
  return true;
}

interface PlanNode {
  readonly children: readonly unknown[];
  readonly extra_info: Readonly<Record<string, unknown>>;
}

function isPlanNode(value: unknown): value is PlanNode {
  if (typeof value !== "object" || value === null) return false;
  const { children, extra_info: info }: { children?: unknown; extra_info?: unknown } = value;
  return Array.isArray(children) && typeof info === "object" && info !== null;
}
