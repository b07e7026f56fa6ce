import type { TimeKind } from "@metric-events/runtime";
import { count, excerpt } from "@metric-events/text";
import { InferError } from "../infer-error.js";
import type { LogObject } from "../log-objects.js";
import type { EnvelopeFields } from "./envelope.js";
import { type FieldStatistics, fieldStatistics, maxValues } from "./field-statistics.js";

/** Names that loggers give to the field that names the event, that of this project first. */
const eventFields = [
  "event",
  "event_name",
  "eventName",
  "event_type",
  "eventType",
  "type",
  "name",
  "msg",
  "message",
  "action",
  "kind",
] as const;

/** Names that loggers give to the field that holds the time, that of this project first. */
const timeFields = [
  "timestamp",
  "time",
  "ts",
  "@timestamp",
  "datetime",
  "date_time",
  "date",
  "event_time",
  "eventTime",
  "created_at",
  "createdAt",
  "logged_at",
  "@t",
  "t",
] as const;

/** The share of lines in which a field of a well-known name must be usable to be taken without being asked for. */
const usualShare = 0.5;

/** The same for a field of another name that holds times; and the share of texts that must look like names. */
const clearShare = 0.9;

/** More different names than this are messages, unless the field is that of this project. */
const maxNames = 200;

/** Below this many texts, each may be another one. */
const fewTexts = 20;

/** What the user chose, where the log leaves a choice. */
export interface FieldChoice {
  /** The field that names the event. */
  readonly eventField?: string;
  /** The field that holds the time of a line. */
  readonly timeField?: string;
}

/** A field that could have been chosen, too. */
export interface Rival {
  readonly role: "event" | "time";
  readonly field: string;
  readonly usable: number;
  readonly lines: number;
}

/** The fields that hold the envelope, and what else could. */
export interface ChosenFields extends EnvelopeFields {
  readonly rivals: readonly Rival[];
}

/**
 * Finds the fields that name the event and hold its time, in the first lines of a log.
 *
 * @throws {InferError} where several fields qualify, no field holds a time, or a chosen field is not usable.
 */
export function chooseFields(lines: readonly LogObject[], choice: FieldChoice): ChosenFields {
  const statistics = fieldStatistics(lines);
  const time = chooseTime(statistics, lines.length, choice.timeField);
  const event = chooseEvent(statistics, lines.length, choice.eventField, time.field);
  return {
    eventField: event.field,
    timeField: time.field,
    timeKind: time.kind,
    rivals: [...event.rivals, ...time.rivals],
  };
}

type Statistics = ReadonlyMap<string, FieldStatistics>;

function chooseEvent(
  statistics: Statistics,
  lines: number,
  chosen: string | undefined,
  timeField: string,
): { readonly field: string | undefined; readonly rivals: readonly Rival[] } {
  if (chosen !== undefined) {
    if ((statistics.get(chosen)?.texts ?? 0) > 0) return { field: chosen, rivals: [] };
    throw unknownField("event", chosen, statistics, lines, "text");
  }
  const usable = listed(statistics, eventFields).filter((field) => field.name !== timeField && couldName(field, lines));
  // A field that is the same in all lines names the program, when another one differs.
  const differing = usable.filter(({ name, values }) => values.size > 1 || name === "event");
  const candidates = differing.length > 0 ? differing : usable;
  const [first, second] = candidates;
  const own = candidates.find(({ name }) => name === "event");
  if (own === undefined && second !== undefined) throw ambiguous("event", candidates, ({ texts }) => texts, lines);
  const field = own ?? first;
  const rivals = candidates.filter((each) => each !== field);
  return { field: field?.name, rivals: rivals.map(({ name, texts }) => rival("event", name, texts, lines)) };
}

function couldName({ name, texts, names, values }: FieldStatistics, lines: number): boolean {
  const areFew =
    values.size <= (name === "event" ? maxValues : maxNames) && (texts < fewTexts || values.size <= texts / 2);
  return texts >= usualShare * lines && names >= clearShare * texts && areFew;
}

interface ChosenTime {
  readonly field: string;
  readonly kind: TimeKind;
  readonly rivals: readonly Rival[];
}

function chooseTime(statistics: Statistics, lines: number, chosen: string | undefined): ChosenTime {
  if (chosen !== undefined) {
    const field = statistics.get(chosen);
    const kind = field === undefined ? undefined : kindOf(field);
    if (kind !== undefined) return { field: chosen, kind, rivals: [] };
    throw unknownField("time", chosen, statistics, lines, "a number, or a date with time and zone");
  }
  const own = statistics.get("timestamp");
  const usable = (field: FieldStatistics): boolean => timesOf(field) >= usualShare * lines;
  const known = listed(statistics, timeFields).filter(usable);
  const others = [...statistics.values()].filter((field) => timesOf(field) >= clearShare * lines);
  const candidates = known.length > 0 ? known : others;
  const [first, second] = candidates;
  // Numbers under this project's name are taken as they are, even if they are no times of our days.
  const isOwn = own !== undefined && (usable(own) || own.numbers >= usualShare * lines);
  if (!isOwn && second !== undefined) throw ambiguous("time", candidates, timesOf, lines);
  const field = isOwn ? own : first;
  const kind = field === undefined ? undefined : kindOf(field);
  if (field === undefined || kind === undefined) {
    const names = [...statistics.keys()].map((name) => quote(name));
    throw new InferError(
      "no-time-field",
      `no field holds the time of a line: expected Unix time as a number, or a date with time and zone, in ${count(lines, "line")} with the fields ${listOf(names)}; name the field if there is one`,
    );
  }
  const rivals = candidates.filter((each) => each !== field);
  return { field: field.name, kind, rivals: rivals.map((each) => rival("time", each.name, timesOf(each), lines)) };
}

/** How many values are a time, of the kind that most have. */
function timesOf({ times }: FieldStatistics): number {
  return Math.max(0, ...times.values());
}

/** The kind that most values have. Numbers that are no time of our days are taken for seconds. */
function kindOf(field: FieldStatistics): TimeKind | undefined {
  const [kind] = [...field.times].toSorted(([, left], [, right]) => right - left)[0] ?? [];
  return kind ?? (field.numbers > 0 ? "s" : undefined);
}

function listed(statistics: Statistics, names: readonly string[]): FieldStatistics[] {
  return names.flatMap((name) => statistics.get(name) ?? []);
}

function rival(role: Rival["role"], field: string, usable: number, lines: number): Rival {
  return { role, field, usable, lines };
}

const does = { event: "name the event", time: "hold the time of a line" } as const;

function ambiguous(
  role: Rival["role"],
  candidates: readonly FieldStatistics[],
  usable: (field: FieldStatistics) => number,
  lines: number,
): InferError {
  const shown = candidates.map(
    (field) =>
      `${quote(field.name)} (${usable(field).toLocaleString("en-US")} of ${count(lines, "line")}${role === "event" ? `, ${count(field.values.size, "name")}` : ""})`,
  );
  return new InferError(`ambiguous-${role}-field`, `several fields could ${does[role]}: ${listOf(shown)}; choose one`);
}

function unknownField(
  role: Rival["role"],
  chosen: string,
  statistics: Statistics,
  lines: number,
  expected: string,
): InferError {
  const has = statistics.has(chosen) ? `never holds ${expected}` : "is not there";
  const names = [...statistics.keys()].map((name) => quote(name));
  return new InferError(
    `unknown-${role}-field`,
    `${quote(chosen)} cannot ${does[role]}: in the first ${count(lines, "line")}, it ${has}; the fields are ${listOf(names)}`,
  );
}

function quote(name: string): string {
  return excerpt(JSON.stringify(name), 60);
}

const maxListed = 20;

function listOf(texts: readonly string[]): string {
  const shown = texts.slice(0, maxListed);
  const more = texts.length > maxListed ? ` and ${texts.length - maxListed} more` : "";
  return more === "" && shown.length === 2 ? shown.join(" and ") : `${shown.join(", ")}${more}`;
}
