import { type Database, faultsMember, identifier, literal, type ParquetGroup } from "@metric-events/query";
import { type BadLine, type FaultCode, faultNames } from "@metric-events/reader";
import { tooDeepAt } from "@metric-events/runtime";
import { orderFiles } from "./order-files.js";

const maxDepth = 64;

/** The lines that a lake has refused, in the order of logs and lines. */
export async function* readBadLines(
  groups: readonly ParquetGroup[],
  { connection }: Database,
): AsyncGenerator<BadLine> {
  const files = groups.flatMap((group) => group.files);
  if (files.length === 0) return;
  const columns = ["file", "line::DOUBLE", "kind", "event", identifier(faultsMember), "text"].join(", ");
  const from = `read_parquet([${files.map(literal).join(", ")}], union_by_name = true, hive_partitioning = false)`;
  const names = (await connection.runAndReadAll(`SELECT DISTINCT file FROM ${from}`))
    .getRows()
    .map(([name]) => String(name));
  const order = orderFiles(names).map(literal).join(", ");
  const result = await connection.stream(
    `SELECT ${columns} FROM ${from} ORDER BY list_position([${order}], file), line`,
  );
  for (;;) {
    const chunk = await connection.during(result.fetchChunk());
    if (chunk === null || chunk.rowCount === 0) return;
    for (const row of chunk.getRows()) {
      const [file, line, kind, event, faults, text] = row;
      if (!isFaultCode(kind)) continue;
      const eventName = typeof event === "string" ? event : undefined;
      yield {
        file: String(file),
        line: Number(line),
        code: kind,
        eventName,
        faults: faultsIn(faults),
        text: String(text),
      };
    }
  }
}

function isFaultCode(value: unknown): value is FaultCode {
  return typeof value === "string" && Object.hasOwn(faultNames, value);
}

/** What this program wrote; nothing where somebody else did. */
function faultsIn(value: unknown): BadLine["faults"] {
  if (typeof value !== "string" || tooDeepAt(value, maxDepth) !== undefined) return [];
  try {
    const faults: unknown = JSON.parse(value);
    const isKnown = Array.isArray(faults) && faults.every((fault: unknown) => isFault(fault));
    return isKnown ? (faults as BadLine["faults"]) : [];
  } catch {
    return [];
  }
}

function isFault(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { code, column }: { code?: unknown; column?: unknown } = value;
  return isFaultCode(code) && typeof column === "number";
}
