import { didYouMean } from "@metric-events/runtime";
import { unitWords } from "@metric-events/schema";

/** Units as people write them where no name ends with them. */
const otherWords: Readonly<Record<string, string>> = {
  sec: "s",
  hr: "h",
  hrs: "h",
  b: "By",
  kilobyte: "kBy",
  megabyte: "MBy",
  gigabyte: "GBy",
  "°c": "Cel",
  µs: "us",
  μs: "us",
  "€": "EUR",
  euro: "EUR",
  dollar: "USD",
  none: "1",
};

/** The unit of UCUM that a word means: `second`, `Seconds` and `sec`. */
function unitOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  const singular = lower.replace(/s$/, "");
  const other = [lower, singular].find((each) => Object.hasOwn(otherWords, each));
  if (other !== undefined) return otherWords[other];
  const known = [lower, `${singular}s`, singular].map((each) => unitWords.get(each));
  const unit = known.find((each) => each !== undefined && each.isShort !== true)?.unit;
  // UCUM tells mHz from MHz.
  return unit?.toLowerCase() === lower ? undefined : unit;
}

/** Why a field cannot have a unit; `undefined` when it can. */
export function unitMistake(unit: string, type: string): string | undefined {
  const expected = "expected a unit in UCUM (ucum.org) such as s, By, %, EUR, {item}, or 1 for a number without one";
  if (type !== "number" && type !== "integer" && type !== "int64") {
    return `a ${type} has no unit; leave out ${JSON.stringify(`:${unit}`)}, or make it a number or an integer`;
  }
  if (unit === "") return `the unit is missing; ${expected}`;
  const meant = unitOf(unit);
  if (meant !== undefined && meant !== unit) {
    return `${JSON.stringify(unit)} is not written as in UCUM (ucum.org)${didYouMean(meant)}`;
  }
  // The pattern of the meta-schema.
  return /^[!-~]+$/.test(unit) ? undefined : `${JSON.stringify(unit)} is not a unit; ${expected}`;
}
