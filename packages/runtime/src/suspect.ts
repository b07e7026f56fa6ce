import { type Envelope, eventTimeOf } from "./envelope.js";
import { fieldPath } from "./field-path.js";
import type { EventDefinition, FieldDescriptor } from "./types.js";

/**
 * What makes a valid event look wrong by itself. Reports leave such an event, or such a value, out of their figures, `emit` and `validate` warn of it, and
 * the views of `query` name it: all by the rules of this file.
 *
 * - `future`: it is dated after now.
 * - `unset-clock`: it is dated before 1971. Clocks begin there, or earlier, until somebody sets them.
 * - `unix-time`: a duration is a Unix time.
 * - `impossible`: a number is greater than the `expectedMaximum` of its schema.
 */
export const suspectCodes = ["future", "unset-clock", "unix-time", "impossible"] as const;

export type SuspectCode = (typeof suspectCodes)[number];

/** A time or a number of an event that looks wrong. */
export interface Suspect {
  readonly code: SuspectCode;
  /** With dots. */
  readonly field: string;
  /** Unix time in seconds, or the number. */
  readonly value: number;
}

/** A field whose numbers these rules judge. */
export type JudgedField = Pick<FieldDescriptor, "kind" | "unit" | "expectedMaximum">;

/** Clocks of machines may differ by this many seconds. */
export const clockTolerance = 300;
/** 1971-01-01, in Unix seconds. */
export const firstSetTime = 31_536_000;

/** Durations by their units in UCUM, in seconds. */
const secondsPerUnit: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
  wk: 604_800,
};
/** From 2001-09-09 up to 2096-10-02, in seconds and in the smaller units that programs count time in. */
const unixTimes = [1, 1e3, 1e6, 1e9].map((perSecond) => [1e9 * perSecond, 4e9 * perSecond] as const);
/** Ten years, in seconds: what a log measures ends sooner. */
const longest = 3e8;

/** The numbers that are Unix times where a duration of a unit is meant: each range from a number on and below another. Empty for what is no duration. */
export function unixTimeRanges({ kind, unit = "" }: JudgedField): readonly (readonly [from: number, below: number])[] {
  const seconds = kind === "measure" ? secondsPerUnit[unit] : undefined;
  return seconds === undefined ? [] : unixTimes.filter(([from]) => from * seconds >= longest);
}

/** Whether a field can have numbers that look wrong. */
export function isJudged(field: JudgedField): boolean {
  return field.expectedMaximum !== undefined || unixTimeRanges(field).length > 0;
}

/** What looks wrong with a number, as a function for one field, since it is called for each event. */
export function numberJudge(field: JudgedField): (value: number) => "unix-time" | "impossible" | undefined {
  const ranges = unixTimeRanges(field);
  const { expectedMaximum = Number.POSITIVE_INFINITY } = field;
  const least = Math.min(expectedMaximum, ...ranges.map(([from]) => from));
  return (value) => {
    // All but a few numbers are small.
    if (!(value >= least)) return undefined;
    if (ranges.some(([from, below]) => value >= from && value < below)) return "unix-time";
    return value > expectedMaximum ? "impossible" : undefined;
  };
}

/** What looks wrong with the time of an event. */
export function judgeTime(unixSeconds: number, now: number): "future" | "unset-clock" | undefined {
  if (unixSeconds > now + clockTolerance) return "future";
  return unixSeconds < firstSetTime ? "unset-clock" : undefined;
}

/** A number within an event, and how it is judged. */
interface JudgedNumber {
  readonly field: string;
  readonly names: readonly string[];
  readonly judge: ReturnType<typeof numberJudge>;
}

/** The fields of an event whose numbers can look wrong, at any depth of objects. */
export function judgedNumbers({ fields }: Pick<EventDefinition, "fields">): readonly JudgedNumber[] {
  const found: JudgedNumber[] = [];
  visit(fields, []);
  return found;

  function visit(members: readonly FieldDescriptor[], around: readonly string[]): void {
    for (const member of members) {
      const names = [...around, member.name];
      if (isJudged(member)) found.push({ field: fieldPath(names), names, judge: numberJudge(member) });
      if (member.fields !== undefined) visit(member.fields, names);
    }
  }
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
  const time = eventTimeOf(event, envelope);
  const ofTime = judgeTime(time, now);
  return [
    ...(ofTime === undefined ? [] : [{ code: ofTime, field: envelope.timeField, value: time }]),
    ...numbers.flatMap(({ field, names, judge }): Suspect[] => {
      const value = names.reduce<unknown>(memberOf, event);
      const code = typeof value === "number" ? judge(value) : undefined;
      return code === undefined ? [] : [{ code, field, value: value as number }];
    }),
  ];
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
