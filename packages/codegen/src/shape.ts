import {
  definitionName,
  isSchemaObject,
  type Schema,
  type SchemaObject,
  type Subschema,
  subschemas,
} from "@metric-events/schema";
import { stringLiteral, takesOnlyDeclared } from "./closed-object.js";

/**
 * The code of `writer` as the validator `reader` and a shape: which properties objects may have where only the writer contract limits
 * them. `undefined` if that depends on branches: then the writer contract needs its own validator.
 */
export function compileWriter(writer: SchemaObject, reader: SchemaObject): string | undefined {
  const shapes = new ShapeWriter(writer, reader);
  const root = shapes.shape(writer, reader);
  if (root === "any") return "const writer = reader;";
  if (root === undefined) return undefined;
  return [...shapes.constants(), `const writer = /* @__PURE__ */ closedValidator(reader, ${root});`].join("\n");
}

/** The code of a shape; `any` where the contracts do not differ; `undefined` for a difference that no shape can express. */
type ShapeCode = string | undefined;

class ShapeWriter {
  readonly #writer: SchemaObject;
  readonly #reader: SchemaObject;
  /** Shapes of definitions, by name. */
  readonly #definitions = new Map<string, ShapeCode>();

  constructor(writer: SchemaObject, reader: SchemaObject) {
    this.#writer = writer;
    this.#reader = reader;
  }

  /** Constants with the shapes of definitions. They refer to each other in functions, so their order does not matter. */
  constants(): string[] {
    return [...this.#definitions].flatMap(([name, code]) =>
      code === "any" ? [] : [`const ${shapeName(name)} = ${code};`],
    );
  }

  shape(writer: Schema, reader: Schema): ShapeCode {
    if (!isSchemaObject(writer) || !isSchemaObject(reader)) return "any";
    if (writer.$ref !== undefined) return this.#definition(definitionName(writer.$ref));
    const { closed, rest } = withoutClosing(writer, reader);
    const names = Object.keys(rest.properties ?? {});
    if (closed && !takesOnlyDeclared(rest)) return undefined;

    const parts = closed ? [`declares: (name) => ${isOneOf(names)}`] : [];
    const fields: string[] = [];
    for (const sub of subschemas(rest)) {
      const code = this.#subshape(sub, reader);
      if (code === "any") continue;
      const isItems = sub.keyword === "items" && rest.prefixItems === undefined;
      if (code === undefined || (sub.keyword !== "properties" && !isItems)) return undefined;
      if (isItems) parts.push(`items: () => (${code})`);
      else fields.push(`[${stringLiteral(String(sub.token))}, () => (${code})]`);
    }
    if (fields.length > 0) parts.push(`fields: [${fields.join(", ")}]`);
    return parts.length === 0 ? "any" : `{ ${parts.join(", ")} }`;
  }

  #subshape(sub: Subschema, reader: SchemaObject): ShapeCode {
    // The contracts have the same tests, and a definition counts where something refers to it.
    if (sub.isTest || sub.keyword === "oneOf" || sub.appliesTo === "definition") return "any";
    const other = subschemas(reader).find(({ keyword, token }) => keyword === sub.keyword && token === sub.token);
    return other === undefined ? undefined : this.shape(sub.schema, other.schema);
  }

  #definition(name: string): ShapeCode {
    if (!this.#definitions.has(name)) {
      const [writer, reader] = [this.#writer.$defs?.[name], this.#reader.$defs?.[name]];
      // Set first, so that a definition that contains itself refers to its own shape.
      this.#definitions.set(name, shapeName(name));
      this.#definitions.set(
        name,
        writer === undefined || reader === undefined ? undefined : this.shape(writer, reader),
      );
    }
    const code = this.#definitions.get(name);
    return code === "any" || code === undefined ? code : shapeName(name);
  }
}

/** Comparisons are several times as fast as a set. */
function isOneOf(names: readonly string[]): string {
  return names.length === 0 ? "false" : names.map((name) => `name === ${stringLiteral(name)}`).join(" || ");
}

function shapeName(definition: string): string {
  return `shape${definition}`;
}

/** The schema of the writer contract without the keyword that closes it, if the reader contract does not have that. */
function withoutClosing(writer: SchemaObject, reader: SchemaObject): { closed: boolean; rest: SchemaObject } {
  for (const keyword of ["additionalProperties", "unevaluatedProperties"]) {
    if (Object.hasOwn(writer, keyword) && !Object.hasOwn(reader, keyword)) {
      const { [keyword]: _, ...rest } = writer;
      return { closed: true, rest };
    }
  }
  return { closed: false, rest: writer };
}
