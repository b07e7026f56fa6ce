import type { Database } from "./duckdb.js";
import type { ViewModel } from "./view-model.js";

/** DuckDB splits a pivot into several statements and explains only the first. */
const severalStatements = /\bpivot/i;

/**
 * The fields of events, and the place of lines, that a query reads according to DuckDB's plan, so that only these need to be copied. The plan is made before the
 * views have rows. `undefined` when the fields cannot be determined: then all are copied.
 */
export async function neededColumns(
  sql: string,
  model: ViewModel,
  placeKey: string,
  { connection }: Database,
): Promise<ReadonlySet<string> | undefined> {
  // A plan lists the columns of a scan one below the other, so that a name of several lines cannot be distinguished from several names.
  const hasSeveralLines = model.events.some(({ stored }) => stored.some(({ name }) => name.includes("\n")));
  if (hasSeveralLines || severalStatements.test(sql)) return undefined;
  let plan: unknown;
  try {
    const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${sql}`);
    plan = JSON.parse(String(reader.getRows()[0]?.[1]));
  } catch {
    // Running the query reports what is wrong with it.
    return undefined;
  }
  const read = new Set<string>();
  if (!collect(plan, read)) return undefined;
  const names = new Set([...model.events.flatMap(({ stored }) => stored.map(({ name }) => name)), placeKey]);
  const found = [...read].map((column) => fieldsOf(column, names));
  return found.every((fields) => fields.length > 0) ? new Set(found.flat()) : undefined;
}

/** The fields that a column of a scan may be, or be a part of: DuckDB reads only the members of a STRUCT that it needs, as `field.member`. */
function fieldsOf(column: string, names: ReadonlySet<string>): readonly string[] {
  return [...names].filter((name) => column === name || column.startsWith(`${name}.`));
}

/** Adds the columns that the scans of a plan read. Returns false for a plan of unknown form. */
function collect(plan: unknown, columns: Set<string>): boolean {
  if (Array.isArray(plan)) return plan.every((node) => collect(node, columns));
  if (!isPlanNode(plan)) return false;
  if (!plan.children.every((node) => collect(node, columns))) return false;
  const { Function: source, Projections: projections } = plan.extra_info;
  if (source !== "READ_JSON") return true;
  for (const name of [projections].flat()) {
    if (typeof name !== "string") return false;
    // A scan that reads no columns says "".
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
