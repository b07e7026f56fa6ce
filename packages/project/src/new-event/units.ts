import { didYouMean } from "@metric-events/runtime";

/** Units as people write them, and as UCUM does. */
const spelledOut: Readonly<Record<string, string>> = {
  second: "s",
  sec: "s",
  secs: "s",
  millisecond: "ms",
  msec: "ms",
  microsecond: "us",
  minute: "min",
  mins: "min",
  hour: "h",
  hr: "h",
  hrs: "h",
  day: "d",
  byte: "By",
  b: "By",
  kb: "kBy",
  kilobyte: "kBy",
  mb: "MBy",
  megabyte: "MBy",
  gb: "GBy",
  gigabyte: "GBy",
  kib: "KiBy",
  mib: "MiBy",
  gib: "GiBy",
  percent: "%",
  celsius: "Cel",
  "°c": "Cel",
  µs: "us",
  μs: "us",
  "€": "EUR",
  euro: "EUR",
  dollar: "USD",
  none: "1",
};

/** Why a field cannot have a unit; `undefined` when it can. */
export function unitMistake(unit: string, type: string): string | undefined {
  const expected = "expected a unit in UCUM (ucum.org) such as s, By, %, EUR, {item}, or 1 for a number without one";
  if (type !== "number" && type !== "integer") {
    return `a ${type} has no unit; leave out ${JSON.stringify(`:${unit}`)}, or make it a number or an integer`;
  }
  if (unit === "") return `the unit is missing; ${expected}`;
  const lower = unit.toLowerCase();
  const meant = [lower, lower.replace(/s$/, "")]
    .filter((word) => Object.hasOwn(spelledOut, word))
    .map((word) => spelledOut[word])[0];
  if (meant !== undefined && meant !== unit) {
    return `${JSON.stringify(unit)} is not written as in UCUM (ucum.org)${didYouMean(meant)}`;
  }
  // The pattern of the meta-schema.
  return /^[!-~]+$/.test(unit) ? undefined : `${JSON.stringify(unit)} is not a unit; ${expected}`;
}
