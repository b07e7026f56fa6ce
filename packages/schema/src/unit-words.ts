/** What a word says about a number whose name ends with it. */
export interface UnitWord {
  /** In UCUM. */
  readonly unit: string;
  /** Whether it can be below zero. */
  readonly isSigned?: boolean;
  /** Whether whole numbers are a coincidence: seconds usually have fractions. */
  readonly hasFractions?: boolean;
  /** Whether one letter, or a word with other meanings: a name of nothing else says nothing. */
  readonly isShort?: boolean;
}

const seconds: UnitWord = { unit: "s", hasFractions: true };

function each(words: string, entry: UnitWord): [string, UnitWord][] {
  return words.split(" ").map((word) => [word, entry]);
}

/** Units by the last word of a name. */
export const unitWords: ReadonlyMap<string, UnitWord> = new Map<string, UnitWord>([
  ...each("seconds second secs sec", seconds),
  ...each("s", { ...seconds, isShort: true }),
  ...each("ms millis millisecond milliseconds msec msecs", { unit: "ms" }),
  ...each("us micros microsecond microseconds usec", { unit: "us" }),
  ...each("ns nanos nanosecond nanoseconds nsec", { unit: "ns" }),
  ...each("minutes mins", { unit: "min" }),
  ...each("hours", { unit: "h" }),
  ...each("days", { unit: "d" }),
  ...each("bytes byte", { unit: "By" }),
  ...each("kb", { unit: "kBy" }),
  ...each("mb", { unit: "MBy" }),
  ...each("gb", { unit: "GBy" }),
  ...each("kib", { unit: "KiBy" }),
  ...each("mib", { unit: "MiBy" }),
  ...each("gib", { unit: "GiBy" }),
  ...each("bits", { unit: "bit" }),
  ...each("percent percentage pct", { unit: "%", isSigned: true }),
  ...each("ratio fraction", { unit: "1", hasFractions: true, isSigned: true }),
  ...each("celsius", { unit: "Cel", isSigned: true }),
  ...each("c", { unit: "Cel", isSigned: true, isShort: true }),
  ...each("kelvin", { unit: "K" }),
  ...each("fahrenheit", { unit: "[degF]", isSigned: true }),
  ...each("hz hertz", { unit: "Hz" }),
  ...each("khz", { unit: "kHz" }),
  ...each("mhz", { unit: "MHz" }),
  ...each("ghz", { unit: "GHz" }),
  ...each("rpm", { unit: "/min" }),
  ...each("volts volt", { unit: "V", isSigned: true }),
  ...each("v", { unit: "V", isSigned: true, isShort: true }),
  ...each("amps amperes", { unit: "A", isSigned: true }),
  ...each("watts watt", { unit: "W", isSigned: true }),
  ...each("kwh", { unit: "kW.h" }),
  ...each("pascal pascals", { unit: "Pa" }),
  ...each("hpa", { unit: "hPa" }),
  ...each("meters metres", { unit: "m" }),
  ...each("km", { unit: "km" }),
  ...each("mm", { unit: "mm" }),
  ...each("kg", { unit: "kg" }),
  ...each("grams", { unit: "g" }),
  ...["EUR", "USD", "GBP", "CHF", "JPY"].flatMap((unit) => each(unit.toLowerCase(), { unit, isSigned: true })),
]);
