import { resolve } from "node:path";
import type { Catalogue } from "@metric-events/core/runtime";
import type { Context } from "../context.js";
import { findConfig } from "./config.js";

/** Where a catalogue comes from. Plain data, so that another thread can load the same. */
export type CatalogueSource =
  /** A folder of schema files. */
  | { readonly kind: "folder"; readonly path: string }
  /** A module that exports it as `catalogue`. */
  | { readonly kind: "module"; readonly url: string };

/**
 * The events that a command works with: those of the schema files in `schemasDir`, else of the folder that the config file
 * names, else those of the context. Schema files are compiled; without any, no compiler is loaded.
 */
export async function loadCatalogue(schemasDir: string | undefined, context: Context): Promise<Catalogue> {
  const folder = folderOf(schemasDir, context);
  return folder === undefined ? context.catalogue() : importCatalogue({ kind: "folder", path: folder });
}

/** Where {@link loadCatalogue} has it from; `undefined` when only this thread has it. */
export function catalogueSource(schemasDir: string | undefined, context: Context): CatalogueSource | undefined {
  const folder = folderOf(schemasDir, context);
  if (folder !== undefined) return { kind: "folder", path: folder };
  const url = context.threads?.catalogueModule;
  return url === undefined ? undefined : { kind: "module", url };
}

export async function importCatalogue(source: CatalogueSource): Promise<Catalogue> {
  switch (source.kind) {
    case "folder":
      return (await import("./compile-catalogue.js")).compileCatalogue(source.path);
    case "module": {
      const { catalogue }: { catalogue: Catalogue } = await import(source.url);
      return catalogue;
    }
    default:
      return source satisfies never;
  }
}

function folderOf(schemasDir: string | undefined, context: Context): string | undefined {
  return schemasDir === undefined ? findConfig(context)?.schemas : resolve(context.cwd, schemasDir);
}
