import { type LintCache, lintCacheOf } from "@metric-events/schema";
import type { Context } from "../context.js";

/** What is known about a folder of schemas from earlier runs. */
export function lintCacheFor(folder: string, { keepsCache }: Context): LintCache | undefined {
  return keepsCache === true ? lintCacheOf(folder) : undefined;
}
