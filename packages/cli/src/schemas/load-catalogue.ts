import type { Threads } from "@metric-events/reader";
import type { Catalogue } from "@metric-events/runtime";
import type { Context } from "../context.js";
import { ownSchemas } from "./folders.js";

/**
 * The events that a command works with: from the schema files of the folder that {@link ownSchemas} finds, else from the context. The
 * compiler is loaded only for schema files.
 *
 * @throws {UnusableSchemasError} for schemas that the lint refuses.
 */
export async function loadCatalogue(schemasDir: string | undefined, context: Context): Promise<Catalogue> {
  const folder = await ownSchemas(schemasDir, context);
  return folder === undefined
    ? context.catalogue()
    : (await import("@metric-events/codegen"))[compiler(context)](folder);
}

/**
 * The events of {@link loadCatalogue}, or the one with this name alone: a command about one event should not take longer because there are
 * a thousand others, nor fail because of them.
 *
 * @throws {UnusableSchemasError} for schemas of this event that the lint refuses.
 */
export async function loadEvent(
  eventName: string,
  schemasDir: string | undefined,
  context: Context,
): Promise<Catalogue> {
  const folder = await ownSchemas(schemasDir, context);
  if (folder === undefined) return context.catalogue();
  const { compileEventAlone } = await import("@metric-events/codegen");
  return compileEventAlone(folder, eventName, context.keepsCache === true) ?? loadCatalogue(schemasDir, context);
}

/** Name of the function that compiles a folder of schemas. */
function compiler({ keepsCache }: Context): "compileCatalogue" | "compileKnownCatalogue" {
  return keepsCache === true ? "compileKnownCatalogue" : "compileCatalogue";
}

/** How several threads judge logs; `undefined` for one thread, or when other threads cannot load the catalogue. */
export async function threadsFor(schemasDir: string | undefined, context: Context): Promise<Threads | undefined> {
  const { threads } = context;
  if (threads === undefined) return undefined;
  const { count, startAtBytes, catalogueModule } = threads;
  const folder = await ownSchemas(schemasDir, context);
  if (folder !== undefined) {
    const module = import.meta.resolve("@metric-events/codegen");
    return { count, startAtBytes, source: { module, name: compiler(context), argument: folder } };
  }
  if (catalogueModule === undefined) return undefined;
  return { count, startAtBytes, source: { module: catalogueModule, name: "catalogue" } };
}
