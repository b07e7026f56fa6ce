import { inspect } from "node:util";

type Check = (value: unknown) => boolean;

interface OptionRule {
  readonly isValid: Check;
  readonly expected: string;
}

const isText: Check = (value) => typeof value === "string" && value !== "" && !value.includes("\0");
const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isWhole =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
const hasMethod =
  (name: string): Check =>
  (value) =>
    typeof value === "object" && value !== null && typeof Reflect.get(value, name) === "function";

/** The limit of setTimeout. */
const maxTimeoutMs = 2 ** 31 - 1;
const maxId = 2 ** 32 - 2;

const rules: Readonly<Record<string, OptionRule>> = {
  catalogue: {
    isValid: hasMethod("encode"),
    expected: 'the catalogue of generated events, such as `catalogue` of "@metric-events/core"',
  },
  path: { isValid: isText, expected: "the path of a file" },
  host: { isValid: isText, expected: "the name of the machine" },
  durability: { isValid: isOneOf("kernel", "disk"), expected: '"kernel" or "disk"' },
  mode: { isValid: isWhole(0, 0o777), expected: "permissions such as 0o644" },
  owner: { isValid: isObject, expected: "an object such as { uid: 1000, gid: 1000 }" },
  checkPath: { isValid: isOneOf("often", "always"), expected: '"often" or "always"' },
  rotate: { isValid: isObject, expected: "an object such as { maxBytes: 100e6, keep: 5 }" },
  maxDelayMs: { isValid: isWhole(0, maxTimeoutMs), expected: "whole milliseconds, from 0" },
  maxQueuedBytes: { isValid: isWhole(1, 2 ** 30), expected: "bytes, from 1 to 2^30" },
  onError: { isValid: (value) => typeof value === "function", expected: "a function" },
};

const ownerRules: Readonly<Record<string, OptionRule>> = {
  uid: { isValid: isWhole(0, maxId), expected: "the number of a user" },
  gid: { isValid: isWhole(0, maxId), expected: "the number of a group" },
};

const rotateRules: Readonly<Record<string, OptionRule>> = {
  maxBytes: { isValid: isWhole(1, Number.MAX_SAFE_INTEGER), expected: "bytes, a whole number from 1" },
  every: { isValid: isOneOf("day"), expected: '"day"' },
  keep: {
    isValid: isWhole(1, Number.MAX_SAFE_INTEGER),
    expected: "a whole number from 1, since writers may still append to the log that was rotated last",
  },
  compress: { isValid: isOneOf(true, false), expected: "true or false" },
};

/**
 * Checks the options for callers without a compiler. A misspelt option would silently get its default: a wrong file, a weaker
 * promise, or strange permissions.
 *
 * @throws {TypeError} that names the option, the value received and the value expected.
 */
export function checkLogOptions(options: unknown): void {
  check(options, rules, "options", "an object such as { path, catalogue }", ["catalogue"]);
  const { owner, rotate }: { owner?: unknown; rotate?: unknown } = Object(options);
  if (owner !== undefined) check(owner, ownerRules, "owner", "", ["uid", "gid"]);
  if (rotate === undefined) return;
  check(rotate, rotateRules, "rotate", "", ["keep"]);
  const { maxBytes, every }: { maxBytes?: unknown; every?: unknown } = Object(rotate);
  if (maxBytes === undefined && every === undefined) throw refused("rotate", rotate, "maxBytes, every or both");
}

function check(
  options: unknown,
  rulesOf: Readonly<Record<string, OptionRule>>,
  what: string,
  expected: string,
  required: readonly string[] = [],
): void {
  if (!isObject(options)) throw refused(what, options, expected);
  const prefix = what === "options" ? "" : `${what}.`;
  for (const [name, value] of Object.entries(Object(options))) {
    const rule = Object.hasOwn(rulesOf, name) ? rulesOf[name] : undefined;
    if (rule === undefined)
      throw refused(`the option ${prefix}${name}`, value, `one of ${Object.keys(rulesOf).join(", ")}`);
    if (value !== undefined && !rule.isValid(value)) throw refused(`${prefix}${name}`, value, rule.expected);
  }
  for (const name of required) {
    if (Reflect.get(Object(options), name) === undefined)
      throw refused(`${prefix}${name}`, undefined, rulesOf[name]?.expected ?? "");
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refused(option: string, received: unknown, expected: string): TypeError {
  return new TypeError(`Cannot make an EventLogger: ${option} is ${inspect(received)}; expected ${expected}.`);
}
