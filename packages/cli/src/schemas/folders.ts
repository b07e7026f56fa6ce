import { resolve } from "node:path";
import type { Context } from "../context.js";
import { findConfig } from "./config.js";

/** Folder of schema files for commands that work on them: the one in the config file, else `schemas`. */
export function schemasFolder(context: Context): string {
  return findConfig(context)?.schemas ?? resolve(context.cwd, "schemas");
}
