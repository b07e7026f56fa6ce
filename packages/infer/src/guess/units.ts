/** What the last word of a name says about a number. */
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
  ...["EUR", "USD", "GBP", "CHF", "JPY"].flatMap((unit) =>
    each(unit.toLowerCase(), { unit: `{${unit}}`, isSigned: true }),
  ),
]);

/** Units of fields that a well-known library writes, by the whole name. */
export const unitNames: ReadonlyMap<string, UnitWord & { readonly library: string }> = new Map([
  ["responseTime", { unit: "ms", library: "pino-http" }],
]);

/** Last words of quantities of time, which are seconds where they have fractions. */
export const durationWords: ReadonlySet<string> = new Set(
  "duration elapsed latency uptime runtime delay wait idle lag ttl timeout age".split(" "),
);

/** Last words of whole numbers that are neither measured nor counted, but name a group. */
export const codeWords: ReadonlySet<string> = new Set(
  "code status port level version v year month weekday hour priority severity signal errno rank attempt".split(" "),
);

/** Last words of values that name one thing. */
export const identifierWords: ReadonlySet<string> = new Set(
  "id uid gid pid ppid tid uuid guid sequence seq offset serial line column row index hash digest sha checksum".split(
    " ",
  ),
);

/** Last words of times. */
export const timeWords: ReadonlySet<string> = new Set(
  "at time timestamp ts date datetime expires expiry since until".split(" "),
);

/** Last words of counts that say what is counted in the word before. */
export const countWords: ReadonlySet<string> = new Set("count total num number".split(" "));

/** Words of names whose values open doors: nobody groups by them. */
export const secretWords: ReadonlySet<string> = new Set(
  "pass password passwd passphrase pin secret secrets token tokens key keys auth authorization cookie cookies session credential credentials signature".split(
    " ",
  ),
);

/** Words of names whose values may be about people or machines: like secrets, none of these values is written down. */
export const privateWords: ReadonlySet<string> = new Set(
  "email mail user users username name names first last login account customer person owner author address city street phone host hostname ip path url uri query message msg text title comment body note notes reason stack".split(
    " ",
  ),
);

/** `runner` for `runners`; `undefined` for a word that is not a plural. */
export function singular(word: string): string | undefined {
  if (word.length < 4 || !word.endsWith("s") || /(?:ss|us|is|as)$/.test(word)) return undefined;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return /(?:ch|sh|x|ss)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}
