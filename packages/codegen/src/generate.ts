import type { CatalogueModel } from "@metric-events/schema";
import {
  catalogueModule,
  compiledEventModule,
  eventModule,
  type GeneratedFile,
  indexModule,
  sharedModule,
} from "./modules.js";
import { TypeDeclarations } from "./types/type-declarations.js";

export interface GenerateOptions {
  /** The module that generated code imports the runtime from. Default: `@metric-events/runtime`. */
  readonly runtime?: string;
}

/** All modules of a catalogue: shared types, two modules for each event, the catalogue, and an index of them. */
export async function generateModules(model: CatalogueModel, options: GenerateOptions = {}): Promise<GeneratedFile[]> {
  const { runtime = "@metric-events/runtime" } = options;
  const types = new TypeDeclarations(model);
  return [
    await sharedModule(types),
    ...(await Promise.all(model.events.map((event) => eventModule(event, model, types, runtime)))),
    ...model.events.map((event) => compiledEventModule(event, model, runtime)),
    catalogueModule(model, runtime),
    indexModule(model),
  ];
}
