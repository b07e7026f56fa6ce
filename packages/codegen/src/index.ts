export {
  type CompiledEvent,
  compileEvent,
  type ValidateFunction,
  validatorOf,
} from "./compile.js";
export { compileCatalogue, compileEventAlone, compileKnownCatalogue, judgingDefinition } from "./compile-catalogue.js";
export { compiledFunctionBody, typedExample } from "./evaluate-compiled.js";
export { generateModules } from "./generate.js";
export { generateProject, OutputClashError, type ProjectOptions } from "./generate-project.js";
export { generatedMark, pageMark } from "./generated-marks.js";
export type { CodeKind, GeneratedFile, GenerateOptions, ImportExtension } from "./module-writer.js";
export { moduleName } from "./modules.js";
export { compareOutput, ForeignFileError, type OutputChange, type OwnedFiles, writeOutput } from "./output.js";
export { fieldReference, fieldRowsTable } from "./reference.js";
export { sourceLiteral } from "./source-literal.js";
