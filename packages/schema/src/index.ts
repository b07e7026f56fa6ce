export { type Bundle, Bundler } from "./bundler.js";
export { Closer } from "./contract.js";
export { contractSchema } from "./contract-schema.js";
export { type Definitions, definitionName, definitionOf } from "./definitions.js";
export { describeBounds } from "./describe.js";
export type { Diagnostic, DiagnosticCode, DiagnosticParams, SourceLocation } from "./diagnostic.js";
export { diagnosticMessage, formatDiagnostic } from "./diagnostic-message.js";
export { type JsonDocument, parseJsonDocument } from "./json-document.js";
export { annotationKeywords } from "./keywords.js";
export { lint } from "./lint.js";
export { loadSchemas, parseSchemas, type SchemaFile, type SchemaSet, type SchemaText } from "./load.js";
export { type Merged, mergeSchemas } from "./merge.js";
export {
  buildCatalogue,
  type CatalogueModel,
  type EventModel,
  type FieldModel,
  type ValueModel,
} from "./model.js";
export type { Kind, Schema, SchemaObject, TypeName } from "./schema-types.js";
export { isSchemaObject } from "./schema-types.js";
export { loadUsableSchemas, UnusableSchemasError } from "./usable-schemas.js";
export { createAjv } from "./validation/create-ajv.js";
export { type Evaluation, evaluationsOf } from "./validation/evaluated.js";
export { multipleOfModule } from "./validation/multiple-of.js";
export { planUnevaluated } from "./validation/unevaluated.js";
export { mapSubschemas, type Subschema, subschemas, walk } from "./walk.js";
