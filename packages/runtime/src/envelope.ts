/**
 * How a log writes the time of an event: as Unix time in seconds, milliseconds, microseconds or nanoseconds, with the units of UCUM, or
 * as text, by the format of JSON Schema for RFC 3339.
 */
export type TimeKind = "s" | "ms" | "us" | "ns" | "date-time";

/** Where the events of a catalogue have what every event carries. */
export interface Envelope {
  /** The field that names the event. */
  readonly nameField: string;
  /** The field that says when it happened. */
  readonly timeField: string;
  readonly timeKind: TimeKind;
}

/** What events carry if their schemas do not say otherwise. */
export const defaultEnvelope: Envelope = { nameField: "event", timeField: "timestamp", timeKind: "s" };

/** How many of each unit are a second. */
export const unitsPerSecond: Readonly<Record<Exclude<TimeKind, "date-time">, number>> = {
  s: 1,
  ms: 1e3,
  us: 1e6,
  ns: 1e9,
};

/** Later times are almost certainly in a smaller unit: 9999-12-31, in Unix seconds. */
const lastSeconds = 253_402_300_799;

/** Whether a number is a time of this kind that people may have meant: not after the year 9999. */
export function isPlausibleTime(value: number, kind: Exclude<TimeKind, "date-time">): boolean {
  return value / unitsPerSecond[kind] <= lastSeconds;
}

/** The unit that an implausible time seems to be in; `undefined` if it is none. */
export function likelyUnit(value: number): Exclude<TimeKind, "date-time" | "s"> | undefined {
  return (["ms", "us", "ns"] as const).find((unit) => isPlausibleTime(value, unit));
}

export function isSameEnvelope(one: Envelope, other: Envelope): boolean {
  return one.nameField === other.nameField && one.timeField === other.timeField && one.timeKind === other.timeKind;
}

/** The name of a valid event. */
export function eventNameOf(event: object, { nameField }: Envelope): string {
  return (event as Readonly<Record<string, string>>)[nameField] as string;
}

/** The time of a valid event, as Unix time in seconds. */
export function eventTimeOf(event: object, { timeField, timeKind }: Envelope): number {
  return secondsOf((event as Readonly<Record<string, unknown>>)[timeField], timeKind) ?? Number.NaN;
}

/** The name that data says it has, if it is an object with a text there. */
export function eventNameIn(data: unknown, { nameField }: Envelope): string | undefined {
  const name = memberOf(data, nameField);
  return typeof name === "string" ? name : undefined;
}

/** The Unix time in seconds that data says it has; `undefined` if it is not an object with a time of this kind. */
export function eventTimeIn(data: unknown, { timeField, timeKind }: Envelope): number | undefined {
  return secondsOf(memberOf(data, timeField), timeKind);
}

function memberOf(data: unknown, name: string): unknown {
  // A field may have the name of a property that every object inherits only in data that no schema describes.
  return typeof data === "object" && data !== null && Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined;
}

/** Unix time in seconds; `undefined` for a value that is not a time of this kind. */
export function secondsOf(value: unknown, kind: TimeKind): number | undefined {
  if (kind === "date-time") return typeof value === "string" ? secondsOfText(value) : undefined;
  if (typeof value === "bigint") return Number(value) / unitsPerSecond[kind];
  return typeof value === "number" ? value / unitsPerSecond[kind] : undefined;
}

/**
 * Unix time in seconds as a value of this kind. In units smaller than a second it is a whole number, as text it has milliseconds.
 *
 * @returns `undefined` for a time that the kind cannot express: text has years from 0 to 9999.
 */
export function timeValueOf(seconds: number, kind: TimeKind): number | string | undefined {
  if (kind === "s") return seconds;
  if (kind !== "date-time") return Math.round(seconds * unitsPerSecond[kind]);
  const milliseconds = Math.round(seconds * 1000);
  return milliseconds >= firstText && milliseconds <= lastText ? new Date(milliseconds).toISOString() : undefined;
}

/** A Unix time as a whole number of units, exactly: nanoseconds of our days are more than a double holds. */
export function timeBigintOf(milliseconds: number, kind: Exclude<TimeKind, "date-time">): bigint {
  return (BigInt(Math.round(milliseconds)) * BigInt(unitsPerSecond[kind])) / 1000n;
}

const [firstText, lastText] = [Date.parse("0000-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];

const dateTime = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
/** A double holds no more of a time of our days. */
const maxFractionDigits = 9;

/** Unix time in seconds of a text in the form of RFC 3339. A leap second is the first one after it, as in POSIX. */
function secondsOfText(text: string): number | undefined {
  const found = dateTime.exec(text);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fraction = found[7] ?? "";
  const [zoneHours, zoneMinutes] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  const offset = (zoneHours * 60 + zoneMinutes) * (found[8] === "-" ? -60 : 60);
  const date = new Date(0);
  // Date.UTC takes the years from 0 to 99 for those from 1900 on.
  date.setUTCFullYear(year, month - 1, day);
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second > 60 || zoneHours > 23 || zoneMinutes > 59) return undefined;
  const whole = date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
  return fraction === "" ? whole : whole + Number(`0.${fraction.slice(0, maxFractionDigits)}`);
}
