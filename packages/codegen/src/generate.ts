import type { CatalogueModel } from "@metric-events/schema";
import { type GeneratedFile, type GenerateOptions, ModuleWriter } from "./module-writer.js";
import { catalogueModule, eventModules, indexModule, moduleName, sharedModule } from "./modules.js";
import { TypeDeclarations } from "./types/type-declarations.js";

/** Modules that are generated together, and what decides what is in them. */
export interface ModuleGroup {
  readonly paths: readonly string[];
  /** The event that they are about, where there is one. */
  readonly event?: CatalogueModel["events"][number];
  /** Besides the schemas of the event, the modules depend on these texts. */
  readonly inputs: () => readonly string[];
  readonly generate: () => Promise<readonly GeneratedFile[]>;
}

/** All modules of a catalogue: shared types, two modules for each event, the catalogue, and an index of them. */
export async function generateModules(model: CatalogueModel, options: GenerateOptions = {}): Promise<GeneratedFile[]> {
  const groups = moduleGroups(model, options);
  return inOrder(await Promise.all(groups.map(({ generate }) => generate())));
}

/** The files of groups in the order in which they are listed: types of events come before compiled modules. */
export function inOrder<File>(groups: readonly (readonly File[])[]): File[] {
  const [shared = [], ...others] = groups;
  const events = others.slice(0, -1);
  return [
    ...shared,
    ...events.flatMap(([types]) => types ?? []),
    ...events.flatMap(([, ...rest]) => rest),
    ...(others.at(-1) ?? []),
  ];
}

/** The same, before anything is generated. */
export function moduleGroups(model: CatalogueModel, options: GenerateOptions = {}): ModuleGroup[] {
  const types = new TypeDeclarations(model);
  const modules = new ModuleWriter(options);
  const names = model.events.flatMap(({ eventName, snakeName, typeName }) => [eventName, snakeName, typeName]);
  return [
    {
      paths: modules.paths("shared", "types"),
      inputs: () => [...modules.inputs, ...types.sharedInputs],
      generate: () => sharedModule(types, modules),
    },
    ...model.events.map(
      (event): ModuleGroup => ({
        paths: [
          ...modules.paths(moduleName(event), "code and types"),
          ...modules.paths(`${moduleName(event)}.compiled`, "code"),
        ],
        event,
        inputs: () => [...modules.inputs, ...types.eventInputs(event)],
        generate: () => eventModules(event, model, types, modules),
      }),
    ),
    {
      paths: [...modules.paths("catalogue", "code and types"), ...modules.paths("index", "code and types")],
      inputs: () => [...modules.inputs, JSON.stringify(model.envelope), ...names],
      generate: async () => [...catalogueModule(model, modules), ...indexModule(model, modules)],
    },
  ];
}
