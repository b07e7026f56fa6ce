import { resolve } from "node:path";
import type { Context } from "../context.js";
import { findConfig } from "./config.js";

/** Folder of the schema files, for commands that work on these: that of the config file, else `schemas`. */
export function schemasFolder(context: Context): string {
  return findConfig(context)?.schemas ?? resolve(context.cwd, "schemas");
}
