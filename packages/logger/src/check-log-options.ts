import { inspect } from "node:util";
import type { Durability } from "./log-file.js";

interface LogOptions {
  readonly path: string;
  readonly durability: Durability;
  readonly mode: number;
}

/** Refuses what would lead to a wrong file, weaker promises or strange permissions, for callers that no compiler checks. */
export function checkLogOptions({ path, durability, mode }: LogOptions): void {
  if (typeof path !== "string" || path === "" || path.includes("\0")) throw refused("path", path, "the path of a file");
  if (durability !== "kernel" && durability !== "disk") throw refused("durability", durability, '"kernel" or "disk"');
  if (!Number.isInteger(mode) || mode < 0 || mode > 0o777) throw refused("mode", mode, "permissions such as 0o644");
}

export function refused(option: string, received: unknown, expected: string): TypeError {
  return new TypeError(`Cannot make an EventLogger: ${option} is ${inspect(received)}; expected ${expected}.`);
}
