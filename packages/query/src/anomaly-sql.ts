import { type FieldDescriptor, judgedNumbers, plausibleTimes } from "@metric-events/runtime";
import { identifier, literal } from "./sql-names.js";
import { sqlType } from "./sql-type.js";
import type { EventView } from "./view-model.js";

/** What the times of events are judged by. */
export interface TimeJudging {
  /** Unix time in seconds: events after it, but for what clocks differ, are dated in the future. */
  readonly now: number;
  /** Events before this time are dated years before all others, as `farPastBorder` finds it. */
  readonly farPast: number | undefined;
}

/** The rows of a view with what looks wrong with each. `inner`: SQL of all other columns. */
export function withAnomaly(view: EventView, inner: string, judging: TimeJudging): string {
  const list = view.columns.map(({ name }) =>
    name === view.anomalyColumn ? `${anomalySql(view, judging)} AS ${identifier(name)}` : identifier(name),
  );
  return `SELECT ${list.join(", ")} FROM (${inner})`;
}

/** The kind of what looks wrong with an event, by the rules of `suspect.ts` of the runtime: its time first, and then its numbers. */
function anomalySql(view: EventView, judging: TimeJudging): string {
  return `CASE ${[...timeCases(view, judging), ...numberCases(view)].join(" ")} END`;
}

function timeCases({ timeColumn, envelope, fields }: EventView, { now, farPast }: TimeJudging): readonly string[] {
  const [first, last] = plausibleTimes(now);
  const time = `epoch(${identifier(timeColumn)})`;
  const raw = fields.find(({ name }) => name === envelope.timeField && name !== timeColumn);
  // No TIMESTAMP holds it.
  const isEarly = raw === undefined || !isNumber(raw) ? "false" : `${identifier(raw.name)} < 0`;
  return [
    `WHEN ${identifier(timeColumn)} IS NULL THEN CASE WHEN ${isEarly} THEN 'unset-clock' ELSE 'future' END`,
    `WHEN ${time} > ${last} THEN 'future'`,
    `WHEN ${time} < ${first} THEN 'unset-clock'`,
    ...(farPast === undefined ? [] : [`WHEN ${time} < ${farPast} THEN 'far-past'`]),
  ];
}

function numberCases(view: EventView): readonly string[] {
  return judgedNumbers(view).flatMap(({ names, ranges, expectedMaximum }) => {
    const number = numberSql(names, view.fields, "");
    if (number === undefined) return [];
    const unixTimes = ranges.map(([from, below]) => `(${number} >= ${from} AND ${number} < ${below})`);
    return [
      ...(unixTimes.length === 0 ? [] : [`WHEN ${unixTimes.join(" OR ")} THEN 'unix-time'`]),
      ...(expectedMaximum === undefined ? [] : [`WHEN ${number} > ${expectedMaximum} THEN 'impossible'`]),
    ];
  });
}

/** A number at any depth of an event, in SQL; `undefined` where no column has it. `around`: what it is a member of, with a dot. */
function numberSql(names: readonly string[], fields: readonly FieldDescriptor[], around: string): string | undefined {
  const [name, ...inner] = names;
  const field = fields.find((each) => each.name === name);
  if (field === undefined) return undefined;
  const column = `${around}${identifier(field.name)}`;
  const type = sqlType(field);
  if (type === "JSON") {
    const path = literal(`$${inner.map((each) => `.${JSON.stringify(each)}`).join("")}`);
    const isNumeric = `json_type(${column}, ${path}) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE')`;
    return `(CASE WHEN ${isNumeric} THEN TRY_CAST(json_extract_string(${column}, ${path}) AS DOUBLE) END)`;
  }
  if (inner.length === 0) return isNumber(field) ? column : undefined;
  return type.startsWith("STRUCT") ? numberSql(inner, field.fields ?? [], `${column}.`) : undefined;
}

function isNumber(field: FieldDescriptor): boolean {
  return ["DOUBLE", "BIGINT"].includes(sqlType(field));
}
