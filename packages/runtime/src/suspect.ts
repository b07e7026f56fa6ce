import { type Envelope, eventTimeOf } from "./envelope.js";
import { fieldPath } from "./field-path.js";
import { secondsPerUnit } from "./time-unit.js";
import type { EventDefinition, FieldDescriptor } from "./types.js";

/**
 * What makes a valid event look wrong by itself. Reports leave such an event, or such a value, out of their figures, and `emit` and `validate` warn
 * of it: all by the rules of this file.
 *
 * - `future`: it is dated after now.
 * - `unset-clock`: it is dated before 1971. Clocks begin there, or earlier, until somebody sets them.
 * - `unix-time`: a duration is a Unix time.
 * - `impossible`: a number is greater than the `expectedMaximum` of its schema.
 */
export type SuspectCode = "future" | "unset-clock" | "unix-time" | "impossible";

/** A time or a number of an event that looks wrong. */
export interface Suspect {
  readonly code: SuspectCode;
  /** With dots. */
  readonly field: string;
  /** Unix time in seconds, or the number. */
  readonly value: number;
  /** That of the number. */
  readonly unit?: string;
  /** The largest value that can be right, for one that is `impossible`. */
  readonly limit?: number;
}

/** A field whose numbers these rules judge. */
export type JudgedField = Pick<FieldDescriptor, "kind" | "unit" | "expectedMaximum">;

/** Clocks of machines may differ by this many seconds. */
const clockTolerance = 300;
/** 1971-01-01, in Unix seconds. */
const firstSetTime = 31_536_000;

/** From 2001-09-09 up to 2096-10-02, in seconds and in the smaller units that programs count time in. */
const unixTimes = [1, 1e3, 1e6, 1e9].map((perSecond) => [1e9 * perSecond, 4e9 * perSecond] as const);
/** Ten years, in seconds: what a log measures ends sooner. */
const longest = 3e8;

/** The numbers that are Unix times where a duration of a unit is meant: each range from a number on and below another. Empty for what is not a duration. */
function unixTimeRanges({ kind, unit }: JudgedField): readonly (readonly [from: number, below: number])[] {
  const seconds = kind === "measure" ? secondsPerUnit(unit) : undefined;
  return seconds === undefined ? [] : unixTimes.filter(([from]) => from * seconds >= longest);
}

/** Whether a field can have numbers that look wrong. */
function isJudged(field: JudgedField): boolean {
  return field.expectedMaximum !== undefined || unixTimeRanges(field).length > 0;
}

/** What looks wrong with a number, as a function for one field, since it is called for each event. */
export function numberJudge(field: JudgedField): (value: number) => "unix-time" | "impossible" | undefined {
  const ranges = unixTimeRanges(field);
  const { expectedMaximum = Number.POSITIVE_INFINITY } = field;
  const least = leastSuspect(field);
  return (value) => {
    // All but a few numbers are small.
    if (!(value >= least)) return undefined;
    if (ranges.some(([from, below]) => value >= from && value < below)) return "unix-time";
    return value > expectedMaximum ? "impossible" : undefined;
  };
}

/** No smaller number of a field looks wrong. */
function leastSuspect(field: JudgedField): number {
  const { expectedMaximum = Number.POSITIVE_INFINITY } = field;
  return Math.min(expectedMaximum, ...unixTimeRanges(field).map(([from]) => from));
}

/** The times that nothing is wrong with, in Unix seconds: from the first up to the last. */
export function plausibleTimes(now: number): readonly [first: number, last: number] {
  return [firstSetTime, now + clockTolerance];
}

/** What looks wrong with the time of an event. */
export function judgeTime(unixSeconds: number, now: number): "future" | "unset-clock" | undefined {
  if (unixSeconds > now + clockTolerance) return "future";
  return unixSeconds < firstSetTime ? "unset-clock" : undefined;
}

/** A number within an event, and how it is judged. */
export interface JudgedNumber {
  /** The numbers that are Unix times where a duration is meant: see {@link unixTimeRanges}. */
  readonly ranges: ReturnType<typeof unixTimeRanges>;
  /** With dots. */
  readonly field: string;
  /** The names that lead to it. */
  readonly names: readonly string[];
  readonly unit: string | undefined;
  readonly expectedMaximum: number | undefined;
  /** Smaller numbers need no judge. */
  readonly least: number;
  readonly judge: ReturnType<typeof numberJudge>;
}

/** The fields of an event whose numbers can look wrong, at any depth of objects. Its time is not among them: {@link judgeTime} judges it. */
export function judgedNumbers({ fields, envelope }: Pick<EventDefinition, "fields" | "envelope">): JudgedNumber[] {
  const found: JudgedNumber[] = [];
  visit(
    fields.filter(({ name }) => name !== envelope.timeField),
    [],
  );
  return found;

  function visit(members: readonly FieldDescriptor[], around: readonly string[]): void {
    for (const member of members) {
      const names = [...around, member.name];
      const { unit, expectedMaximum } = member;
      if (isJudged(member)) {
        const least = leastSuspect(member);
        found.push({
          field: fieldPath(names),
          names,
          unit,
          expectedMaximum,
          least,
          judge: numberJudge(member),
          ranges: unixTimeRanges(member),
        });
      }
      if (member.fields !== undefined) visit(member.fields, names);
    }
  }
}

/** What looks wrong with a number; `undefined` if nothing does. */
export function suspectNumber(
  { field, unit, expectedMaximum, judge }: JudgedNumber,
  value: number,
): Suspect | undefined {
  const code = judge(value);
  if (code === undefined) return undefined;
  return {
    code,
    field,
    value,
    ...(unit === undefined ? {} : { unit }),
    ...(code === "impossible" && expectedMaximum !== undefined ? { limit: expectedMaximum } : {}),
  };
}

/** What looks wrong with the time of an event; `undefined` if nothing does. */
export function suspectTime(unixSeconds: number, { timeField }: Envelope, now: number): Suspect | undefined {
  const code = judgeTime(unixSeconds, now);
  return code === undefined ? undefined : { code, field: timeField, value: unixSeconds };
}

/**
 * Everything in a valid event that looks wrong.
 *
 * @param numbers from {@link judgedNumbers} of its definition.
 * @param now Unix time in seconds.
 */
export function suspectsIn(
  event: object,
  {
    envelope,
    numbers,
    now,
  }: { readonly envelope: Envelope; readonly numbers: readonly JudgedNumber[]; readonly now: number },
): readonly Suspect[] {
  const found: Suspect[] = [];
  const time = suspectTime(eventTimeOf(event, envelope), envelope, now);
  if (time !== undefined) found.push(time);
  for (const number of numbers) {
    const value = number.names.reduce<unknown>(memberOf, event);
    const suspect =
      typeof value === "number" || typeof value === "bigint" ? suspectNumber(number, Number(value)) : undefined;
    if (suspect !== undefined) found.push(suspect);
  }
  return found;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
