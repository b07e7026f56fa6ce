import type { CatalogueModel } from "@metric-events/schema";
import { catalogueModule, eventModules, type GeneratedFile, indexModule, moduleName, sharedModule } from "./modules.js";
import { TypeDeclarations } from "./types/type-declarations.js";

export interface GenerateOptions {
  /** The module that generated code imports the runtime from. Default: `@metric-events/runtime`. */
  readonly runtime?: string;
}

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
export function moduleGroups(
  model: CatalogueModel,
  { runtime = "@metric-events/runtime" }: GenerateOptions = {},
): ModuleGroup[] {
  const types = new TypeDeclarations(model);
  const names = model.events.flatMap(({ eventName, snakeName, typeName }) => [eventName, snakeName, typeName]);
  return [
    { paths: ["shared.ts"], inputs: () => types.sharedInputs, generate: async () => [await sharedModule(types)] },
    ...model.events.map(
      (event): ModuleGroup => ({
        paths: [`${moduleName(event)}.ts`, `${moduleName(event)}.compiled.ts`],
        event,
        inputs: () => [runtime, ...types.eventInputs(event)],
        generate: () => eventModules(event, model, types, runtime),
      }),
    ),
    {
      paths: ["catalogue.ts", "index.ts"],
      inputs: () => [runtime, JSON.stringify(model.envelope), ...names],
      generate: async () => [catalogueModule(model, runtime), indexModule(model)],
    },
  ];
}
