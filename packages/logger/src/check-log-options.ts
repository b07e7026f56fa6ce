import { inspect } from "node:util";
import type { Durability } from "./log-file.js";

interface LogOptions {
  readonly path: string;
  readonly durability: Durability;
  readonly mode: number;
  readonly catalogue: unknown;
}

const names = ["path", "catalogue", "durability", "mode"];

/** A misspelt option would silently be a default. */
export function checkOptionNames(options: unknown): asserts options is object {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw refused("options", options, "an object such as { path }");
  }
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw refused(`the option ${unknown}`, Reflect.get(options, unknown), `one of ${names.join(", ")}`);
}

/** Refuses what would lead to a wrong file, weaker promises or strange permissions, for callers that no compiler checks. */
export function checkLogOptions({ path, durability, mode, catalogue }: LogOptions): void {
  if (typeof path !== "string" || path === "" || path.includes("\0")) throw refused("path", path, "the path of a file");
  if (durability !== "kernel" && durability !== "disk") throw refused("durability", durability, '"kernel" or "disk"');
  if (!Number.isInteger(mode) || mode < 0 || mode > 0o777) throw refused("mode", mode, "permissions such as 0o644");
  if (catalogue !== undefined && !isCatalogue(catalogue))
    throw refused("catalogue", catalogue, "a generated catalogue");
}

function isCatalogue(value: unknown): boolean {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "serialize") === "function";
}

function refused(option: string, received: unknown, expected: string): TypeError {
  return new TypeError(`Cannot make an EventLogger: ${option} is ${inspect(received)}; expected ${expected}.`);
}
