import { type LintCache, lintCacheIn } from "@metric-events/schema";
import { ProjectCache, type TextStore } from "@metric-events/system";
import type { Context } from "../context.js";

/** Where the project of some schemas keeps what earlier runs found out, if it does. */
export function storeFor(folder: string, { keepsCache }: Context): TextStore | undefined {
  return keepsCache === true ? ProjectCache.of(folder) : undefined;
}

/** What is known about a folder of schemas from earlier runs. */
export function lintCacheFor(folder: string, context: Context): LintCache | undefined {
  const store = storeFor(folder, context);
  return store === undefined ? undefined : lintCacheIn(store, folder);
}
