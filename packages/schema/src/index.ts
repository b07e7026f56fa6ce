export { type Bundle, Bundler } from "./bundler.js";
export { closeSchema, describesObject } from "./contract.js";
export { describeBounds } from "./describe.js";
export type { Diagnostic, DiagnosticCode, DiagnosticParams, SourceLocation } from "./diagnostic.js";
export { diagnosticMessage, formatDiagnostic } from "./diagnostic-message.js";
export { type JsonDocument, parseJsonDocument } from "./json-document.js";
export { lint } from "./lint.js";
export { loadSchemas, parseSchemas, type SchemaFile, type SchemaSet, type SchemaText } from "./load.js";
export { type Merged, mergeSchemas } from "./merge.js";
export {
  buildCatalogue,
  type CatalogueModel,
  definitionOf,
  type EventModel,
  type FieldModel,
  type ValueModel,
} from "./model.js";
export type { Kind, Schema, SchemaObject, TypeName } from "./schema-types.js";
export { isSchemaObject } from "./schema-types.js";
export { loadUsableSchemas, UnusableSchemasError } from "./usable-schemas.js";
export { mapSubschemas, subschemas, walk } from "./walk.js";
