export { type Bundle, Bundler } from "./bundler.js";
export { digestOf } from "./cache/digest.js";
export { FileDigests, setDigest } from "./cache/file-digests.js";
export { type LintCache, lintCacheIn, lintCacheOf } from "./cache/lint-cache.js";
export { formatOfPattern, rulesOfFormat } from "./checked-formats.js";
export { conjunctsOf, itemsOfAll, limitsOf, propertiesOfAll } from "./conjuncts.js";
export { Closer } from "./contract.js";
export { contractSchema } from "./contract-schema.js";
export { type Definitions, definitionName, definitionOf } from "./definitions.js";
export { describeBounds, isFormatChecked, patternsOf } from "./describe.js";
export type { Diagnostic, DiagnosticCode, DiagnosticParams, SourceLocation } from "./diagnostic.js";
export { diagnosticMessage, formatDiagnostic } from "./diagnostic-message.js";
export { envelopePath, envelopeSchema } from "./envelope/envelope-schema.js";
export { eventEnvelope } from "./envelope/event-envelope.js";
export { exampleOf } from "./example.js";
export type { FieldModel, ValueModel } from "./field-model.js";
export { type FieldRow, fieldRows } from "./field-rows.js";
export { bundleName, findSchemaFiles, projectConfigName } from "./find-schema-files.js";
export { type FormatMeaning, meaningInConfig } from "./format-meaning.js";
export { isBigint } from "./is-bigint.js";
export { type JsonDocument, parseJsonDocument } from "./json-document.js";
export { annotationKeywords } from "./keywords.js";
export { linearPattern } from "./linear-pattern.js";
export { lint, obstacles } from "./lint.js";
export { loadSchemas, parseSchemas, type SchemaFile, type SchemaSet, type SchemaText } from "./load.js";
export { loadUsableEvent } from "./load-event.js";
export { type Merged, mergeSchemas } from "./merge.js";
export { buildCatalogue, type CatalogueModel, type EventModel, type EventOutline, outlineCatalogue } from "./model.js";
export { isWireName, nameWords, snakeCase, typeNameOf } from "./names.js";
export { BundledPackages, packageBundle } from "./packages/bundled-packages.js";
export { type DeadEnd, deadEnd } from "./packages/dead-end.js";
export { exportedPath } from "./packages/exported-path.js";
export { InstalledPackages } from "./packages/installed-packages.js";
export { PackageFiles } from "./packages/package-files.js";
export { isPackageName } from "./packages/package-reference.js";
export { readBounded } from "./packages/read-bounded.js";
export {
  type PackageFinder,
  type PackageManifest,
  parseManifest,
  type SchemaPackage,
} from "./packages/schema-package.js";
export { parseBounded } from "./parse-bounded.js";
export { costOfPattern } from "./pattern-cost.js";
export { resolveRef } from "./resolve.js";
export { descriptionStub } from "./rules/stubs.js";
export type { Kind, Schema, SchemaObject, TypeName } from "./schema-types.js";
export { isSchemaObject } from "./schema-types.js";
export { schemaSetLimits } from "./size-limits.js";
export { type TypeModel, typeModels, typesOfEvent } from "./type-models.js";
export { type UnitWord, unitWords } from "./unit-words.js";
export { loadUsableSchemas, UnusableSchemasError } from "./usable-schemas.js";
export { addContract, ajvSupply, createAjv } from "./validation/create-ajv.js";
export { type Evaluation, evaluationsOf } from "./validation/evaluated.js";
export { isAccepting } from "./validation/linear-reg-exp.js";
export { equalItemsModule, multipleOfModule } from "./validation/runtime-modules.js";
export { mapSubschemas, type Subschema, subschemas, walk } from "./walk.js";
