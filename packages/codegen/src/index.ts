export { generateModules, type GenerateOptions } from "./generate.js";
export { type GeneratedFile, validatorsFunction } from "./modules.js";
export { compareOutput, ForeignFileError, type OutputChange, writeOutput } from "./output.js";
export { exampleEvent, fieldReference } from "./reference.js";
export { type CompiledValidators, compileValidators, contractSchema, validationOptions } from "./validators.js";
