import type { UnitWord } from "@metric-events/schema";

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
