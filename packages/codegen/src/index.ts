export {
  type CompiledEvent,
  compileEvent,
  type ValidateFunction,
  validatorOf,
} from "./compile.js";
export { compileCatalogue, compileEventAlone, compileKnownCatalogue, judgingDefinition } from "./compile-catalogue.js";
export { compiledFunctionBody } from "./evaluate-compiled.js";
export { generateModules } from "./generate.js";
export { generateProject, type ProjectOptions } from "./generate-project.js";
export type { CodeKind, GeneratedFile, GenerateOptions, ImportExtension } from "./module-writer.js";
export { compareOutput, ForeignFileError, type OutputChange, writeOutput } from "./output.js";
export { fieldReference } from "./reference.js";
