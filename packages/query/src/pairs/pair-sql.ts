import { identifier, literal } from "../sql-names.js";
import type { EventView } from "../view-model.js";
import { comments, createView } from "../view-sql.js";
import type { PairView } from "./pair-view.js";

/** The number of a row in the view of its event, from 1: the rows of a view come in the same order each time. */
const rowNumber = "row_number() OVER ()";

/** The columns of a file with pairs: the row of the start, that of the end, and whether the start is lost. */
const pairColumns = "{'begin': 'BIGINT', 'end': 'BIGINT', 'lost': 'BOOLEAN'}";

/** The statements that create the views or replace existing ones. */
export function pairStatements(views: readonly PairView[], fileOf: (view: PairView) => string): string {
  return views.flatMap((view) => [createView(view, pairSelect(view, fileOf(view))), ...comments(view)]).join(";\n");
}

/**
 * A view of pairs.
 *
 * @param file a file with a line for each pair, from {@link pairLine}.
 */
function pairSelect({ begin, end, sources }: PairView, file: string): string {
  const list = sources.map(({ name, type, source }) => {
    const value = valueOf(source, begin, end);
    return `CAST(${value} AS ${type}) AS ${identifier(name)}`;
  });
  return [
    `SELECT ${list.join(", ")}`,
    `FROM read_csv(${literal(file)}, header = false, auto_detect = false, delim = ',', columns = ${pairColumns}) AS p`,
    `LEFT JOIN (SELECT *, ${rowNumber} AS "row number" FROM ${identifier(begin.name)}) AS b ON b."row number" = p."begin"`,
    `LEFT JOIN (SELECT *, ${rowNumber} AS "row number" FROM ${identifier(end.name)}) AS e ON e."row number" = p."end"`,
  ].join(" ");
}

function valueOf(source: PairView["sources"][number]["source"], begin: EventView, end: EventView): string {
  switch (source.kind) {
    case "both": {
      const ofEnd = new Map([
        [begin.origin.host, end.origin.host],
        [begin.anomalyColumn, end.anomalyColumn],
      ]);
      return `coalesce(b.${identifier(source.column)}, e.${identifier(ofEnd.get(source.column) ?? source.column)})`;
    }
    case "begin":
      return `b.${identifier(source.column)}`;
    case "end":
      return `e.${identifier(source.column)}`;
    case "seconds":
      return `epoch_us(e.${identifier(end.timeColumn)} - b.${identifier(begin.timeColumn)}) / 1e6`;
    case "lost":
      return `p."lost"`;
    default:
      return source satisfies never;
  }
}

/** A line of a file of pairs. */
export function pairLine(begin: number | undefined, end: number | undefined, isLost: boolean): string {
  return `${begin ?? ""},${end ?? ""},${isLost}\n`;
}

/** All logs that the events of two views stand in. */
export function filesSql({ begin, end }: PairView): string {
  const files = [begin, end].map(
    ({ name, origin }) => `SELECT DISTINCT ${identifier(origin.file)} AS file FROM ${identifier(name)}`,
  );
  return `${files.join(" UNION ")} ORDER BY file`;
}

/** What pairing has to know of a log. */
export interface PairedFile {
  readonly file: string;
  /** The same text for logs of one origin, where the host is known, and where it is not. */
  readonly ofHost: string;
  readonly ofNobody: string;
}

/**
 * What pairing looks at, in the order of time: whether it is an end, its row, its time and its span, numbers for its origin and its key,
 * and its identifiers.
 */
export function eventsSql(view: PairView, files: readonly PairedFile[]): string {
  const rows = files.map(({ file, ofHost, ofNobody }) => `(${[file, ofHost, ofNobody].map(literal).join(", ")})`);
  const known = rows.length === 0 ? "(NULL, NULL, NULL)" : rows.join(", ");
  const sides = [view.begin, view.end].map((side, isEnd) => sideSql(view, side, isEnd === 1));
  return [
    `WITH files(file, of_host, of_nobody) AS (VALUES ${known})`,
    `SELECT * FROM (${sides.join(" UNION ALL ")}) WHERE "time" IS NOT NULL ORDER BY "time", "is end", "row number"`,
  ].join(" ");
}

function sideSql({ keys, identifiers, span }: PairView, side: EventView, isEnd: boolean): string {
  const host = `s.${identifier(side.origin.host)}`;
  const columns = [
    `${isEnd} AS "is end"`,
    `CAST(s."row number" AS DOUBLE) AS "row number"`,
    `epoch_us(s.${identifier(side.timeColumn)}) / 1e6 AS "time"`,
    `${isEnd && span !== undefined ? `s.${identifier(span.column)} * CAST(${span.seconds} AS DOUBLE)` : "CAST(NULL AS DOUBLE)"} AS "span"`,
    // 53 bits, which a double holds.
    `CAST(hash(${host}, CASE WHEN ${host} IS NULL THEN f.of_nobody ELSE f.of_host END) >> 11 AS DOUBLE) AS "origin"`,
    `CAST(hash(${["0", ...keys.map((key) => `s.${identifier(key)}`)].join(", ")}) >> 11 AS DOUBLE) AS "key"`,
    ...identifiers.map((name, index) => `CAST(s.${identifier(name)} AS VARCHAR) AS "identifier ${index}"`),
  ];
  const numbered = `(SELECT *, ${rowNumber} AS "row number" FROM ${identifier(side.name)}) AS s`;
  return `SELECT ${columns.join(", ")} FROM ${numbered} LEFT JOIN files AS f ON f.file = s.${identifier(side.origin.file)}`;
}
