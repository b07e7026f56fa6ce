import { resolve } from "node:path";
import type { Catalogue } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import { findConfig } from "./config.js";

/**
 * The events that a command works with: those of the schema files in `schemasDir`, else of the folder that the config file
 * names, else those of the context. Schema files are compiled; without any, no compiler is loaded.
 */
export async function loadCatalogue(schemasDir: string | undefined, context: Context): Promise<Catalogue> {
  const folder = schemasDir === undefined ? findConfig(context)?.schemas : resolve(context.cwd, schemasDir);
  if (folder === undefined) return context.catalogue();
  return (await import("./compile-catalogue.js")).compileCatalogue(folder);
}
