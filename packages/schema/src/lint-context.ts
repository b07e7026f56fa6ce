import { readFileSync } from "node:fs";
import { packageRoot } from "@metric-events/system";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { Bundler } from "./bundler.js";
import { findClashes } from "./clashes.js";
import type { Problem } from "./diagnostic.js";
import { type EventEnvelope, envelopesOf } from "./envelope/event-envelope.js";
import type { SchemaFile, SchemaSet } from "./load.js";
import type { Site } from "./locations.js";
import { isSchemaObject, type SchemaObject } from "./schema-types.js";
import { createAjv } from "./validation/create-ajv.js";
import { plannedReference, planUnevaluated } from "./validation/unevaluated.js";
import { walk } from "./walk.js";

/** Shared by all rules and files. Each part is made at its first use. */
export interface LintContext {
  readonly set: SchemaSet;
  /** The patterns that were looked into so far, and how many steps that took. */
  readonly patternSteps: { taken: number; readonly patterns: Set<string> };
  /** Validator of the event meta-schema. */
  readonly validateMetaSchema: ValidateFunction;
  /** The validator of a schema in a file. All references of the set must resolve. */
  readonly validatorAt: (file: SchemaFile, pointer: string) => ValidateFunction;
  /** The schemas with each title, in the order of the files. */
  readonly titles: ReadonlyMap<string, readonly Site[]>;
  /** Where each event has its name and its time. */
  readonly envelopes: ReadonlyMap<SchemaFile, EventEnvelope>;
  /** The files that describe an event of each name. */
  readonly eventFiles: ReadonlyMap<string, readonly SchemaFile[]>;
  /** The titles and names of events that an earlier schema has, by the file of the later one. */
  readonly clashes: ReadonlyMap<SchemaFile, readonly Problem[]>;
}

export function createLintContext(set: SchemaSet): LintContext {
  const context: LintContext = {
    set,
    patternSteps: { taken: 0, patterns: new Set() },
    get validateMetaSchema() {
      return define(this, "validateMetaSchema", metaSchemaValidator());
    },
    get validatorAt() {
      return define(this, "validatorAt", compilerOf(set));
    },
    get titles() {
      return define(this, "titles", titleSites(set));
    },
    get envelopes() {
      return define(this, "envelopes", envelopesOf(set));
    },
    get eventFiles() {
      return define(this, "eventFiles", eventFiles(this.envelopes));
    },
    get clashes() {
      return define(this, "clashes", findClashes(this.titles, this.eventFiles, this.envelopes));
    },
  };
  return context;
}

/** Replaces a getter by its value. */
function define<T>(target: object, name: string, value: T): T {
  Object.defineProperty(target, name, { value });
  return value;
}

/**
 * What keywords there are, and what values they take. The build copies the meta-schema here from `schemas/meta/` of the repository; its
 * other parts tell editors what rules of the linter say, which can follow references.
 */
function metaSchemaValidator(): ValidateFunction {
  validator ??= compileMetaSchema();
  return validator;
}

/** The same for all sets: compiling takes longer than validating a file. */
let validator: ValidateFunction | undefined;

function compileMetaSchema(): ValidateFunction {
  const text = readFileSync(new URL("event.schema.json", packageRoot(import.meta.url)), "utf8");
  const { schema } = (JSON.parse(text) as { readonly $defs: { readonly schema: object } }).$defs;
  const metaSchema = { type: "object", $ref: "#/$defs/schema", $defs: { schema } };
  return new Ajv2020({ allErrors: true, verbose: true, strictTypes: false }).compile(metaSchema);
}

/** Compiles each schema at its first use. Those that say the same, such as `{ "type": "string" }` of many fields, have one validator. */
function compilerOf(set: SchemaSet): LintContext["validatorAt"] {
  const bundler = new Bundler(set);
  const ajv = createAjv();
  let hasSet = false;
  const byText = new Map<string, ValidateFunction>();
  return (file, pointer) => {
    const schema = bundler.schemaAt(file, pointer);
    if (isSchemaObject(schema) && isSelfContained(schema)) {
      const text = JSON.stringify(schema);
      const validate = byText.get(text) ?? ajv.compile(planUnevaluated(schema));
      byText.set(text, validate);
      return validate;
    }
    if (!hasSet) ajv.addSchema(planUnevaluated(bundler.bundleAll()), "set");
    hasSet = true;
    const ref = `set${plannedReference(bundler.reference(file, pointer).$ref ?? "")}`;
    return ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
  };
}

/** Whether a schema refers to no other. */
function isSelfContained(schema: SchemaObject): boolean {
  let refers = false;
  walk(schema, (sub) => {
    refers ||= isSchemaObject(sub) && sub.$ref !== undefined;
  });
  return !refers;
}

function titleSites(set: SchemaSet): Map<string, Site[]> {
  const sites = new Map<string, Site[]>();
  for (const file of set.files) {
    walk(file.schema, (schema, pointer) => {
      if (!isSchemaObject(schema) || schema.title === undefined) return;
      const known = sites.get(schema.title);
      if (known === undefined) sites.set(schema.title, [{ file, pointer, schema }]);
      else known.push({ file, pointer, schema });
    });
  }
  return sites;
}

function eventFiles(envelopes: LintContext["envelopes"]): Map<string, SchemaFile[]> {
  const files = new Map<string, SchemaFile[]>();
  for (const [file, { name }] of envelopes) {
    if (name.value === undefined) continue;
    const known = files.get(name.value);
    if (known === undefined) files.set(name.value, [file]);
    else known.push(file);
  }
  return files;
}
