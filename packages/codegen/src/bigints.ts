import {
  contractSchema,
  type Definitions,
  definitionName,
  type EventModel,
  isBigint,
  isSchemaObject,
  mapSubschemas,
  type Schema,
  type SchemaObject,
  subschemas,
  walk,
} from "@metric-events/schema";
import { stringLiteral } from "./closed-object.js";
import { patternExpression } from "./pattern-expression.js";

/** A contract that says where bigints are, by `format`, if there are any; without other annotations. */
export function contractWithBigints(
  event: EventModel,
  definitions: Definitions,
  contract: "writer" | "reader",
): SchemaObject {
  return withoutOtherFormats(contractSchema(event, definitions, contract, { keep: ["format"] }));
}

function withoutOtherFormats(schema: SchemaObject): SchemaObject {
  const { format: _, ...plain } = schema;
  const kept = isBigint(schema) ? schema : plain;
  return mapSubschemas(kept, ({ schema: sub }) => (isSchemaObject(sub) ? withoutOtherFormats(sub) : sub));
}

/** Whether a contract of {@link contractWithBigints} has any. */
export function hasBigints(contract: SchemaObject): boolean {
  let isFound = false;
  walk(contract, (schema) => {
    isFound ||= isBigint(schema);
  });
  return isFound;
}

/** The code of `bigints`, which says where an event has bigints; `undefined` if it has none. */
export function compileBigints(contract: SchemaObject): string | undefined {
  if (!hasBigints(contract)) return undefined;
  const writer = new PlacesWriter(contract);
  const root = writer.places(contract) ?? "{}";
  return [...writer.constants(), `const bigints = ${root};`].join("\n");
}

class PlacesWriter {
  readonly #contract: SchemaObject;
  /** The definitions in which a bigint is, however deep. */
  readonly #definitions: ReadonlySet<string>;
  readonly #patterns: string[] = [];

  constructor(contract: SchemaObject) {
    this.#contract = contract;
    this.#definitions = definitionsWithBigints(contract);
  }

  /** Constants for definitions, which refer to each other in functions, and for patterns. */
  constants(): string[] {
    const definitions = [...this.#definitions].map(
      (name) => `const ${constantName(name)} = ${this.places(this.#contract.$defs?.[name] ?? {}) ?? "{}"};`,
    );
    return [...this.#patterns.map((pattern, index) => `const bigintNames${index} = ${pattern};`), ...definitions];
  }

  /** The code of the places in a schema; `undefined` if there are none. */
  places(schema: Schema): string | undefined {
    if (!isSchemaObject(schema)) return undefined;
    const also: string[] = [];
    const members: string[] = [];
    const elements: string[] = [];
    if (schema.$ref !== undefined && this.#definitions.has(definitionName(schema.$ref)))
      also.push(`() => ${constantName(definitionName(schema.$ref))}`);
    for (const { keyword, token, appliesTo, isTest, schema: sub } of subschemas(schema)) {
      const inner = isTest || appliesTo === "definition" ? undefined : this.places(sub);
      if (inner === undefined) continue;
      const made = `() => (${inner})`;
      if (appliesTo === "in-place") also.push(made);
      else if (isOfElements(keyword)) elements.push(`[(index) => ${indexTest(keyword, token, schema)}, ${made}]`);
      else members.push(`[(name) => ${this.#nameTest(keyword, token, schema)}, ${made}]`);
    }
    const parts = [
      ...(isBigint(schema) ? ["isBigint: true"] : []),
      ...list("also", also),
      ...list("members", members),
      ...list("elements", elements),
    ];
    return parts.length === 0 ? undefined : `{ ${parts.join(", ")} }`;
  }

  #nameTest(keyword: string, token: string | number | undefined, schema: SchemaObject): string {
    if (keyword === "properties") return `name === ${stringLiteral(String(token))}`;
    if (keyword === "patternProperties") return this.#patternTest(String(token));
    const about = keyword === "unevaluatedProperties" ? this.#inPlace(schema) : [schema];
    const declared = about.flatMap(({ properties = {} }) => Object.keys(properties));
    const patterns = about.flatMap(({ patternProperties = {} }) => Object.keys(patternProperties));
    const tests = [
      ...[...new Set(declared)].map((name) => `name !== ${stringLiteral(name)}`),
      ...[...new Set(patterns)].map((pattern) => `!${this.#patternTest(pattern)}`),
    ];
    return tests.length === 0 ? "true" : tests.join(" && ");
  }

  #patternTest(pattern: string): string {
    const expression = patternExpression(pattern);
    const known = this.#patterns.indexOf(expression);
    const index = known >= 0 ? known : this.#patterns.push(expression) - 1;
    return `bigintNames${index}.test(name)`;
  }

  /** A schema and all that it applies to the same value. */
  #inPlace(schema: SchemaObject): SchemaObject[] {
    const found = new Set<SchemaObject>([schema]);
    // A set also goes over what is added meanwhile.
    for (const { $ref, ...rest } of found) {
      const referred = $ref === undefined ? undefined : this.#contract.$defs?.[definitionName($ref)];
      const inner = subschemas(rest).flatMap((sub) =>
        sub.appliesTo === "in-place" && !sub.isTest ? [sub.schema] : [],
      );
      for (const each of [referred, ...inner]) if (each !== undefined && isSchemaObject(each)) found.add(each);
    }
    return [...found];
  }
}

function list(name: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`${name}: [${parts.join(", ")}]`];
}

function isOfElements(keyword: string): boolean {
  return keyword === "items" || keyword === "prefixItems" || keyword === "unevaluatedItems";
}

function indexTest(keyword: string, token: string | number | undefined, { prefixItems = [] }: SchemaObject): string {
  if (keyword === "prefixItems") return `index === ${token}`;
  return prefixItems.length === 0 ? "true" : `index >= ${prefixItems.length}`;
}

function constantName(definition: string): string {
  return `bigints${definition}`;
}

function definitionsWithBigints({ $defs = {} }: SchemaObject): ReadonlySet<string> {
  const found = new Set<string>();
  const references = new Map<string, Set<string>>();
  for (const [name, definition] of Object.entries($defs)) {
    const referred = new Set<string>();
    references.set(name, referred);
    walk(definition, (schema) => {
      if (isBigint(schema)) found.add(name);
      if (isSchemaObject(schema) && schema.$ref !== undefined) referred.add(definitionName(schema.$ref));
    });
  }
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [name, referred] of references) if ([...referred].some((each) => found.has(each))) found.add(name);
  }
  return found;
}
