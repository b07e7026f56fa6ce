import { isSchemaObject, type Schema, type SchemaObject } from "../schema-types.js";
import { type Subschema, subschemaPointer, subschemas } from "../walk.js";

/** What an instance of the whole schema must satisfy for a value in it to reach some place and satisfy `inner`. */
export type Demand = (inner: SchemaObject) => SchemaObject;

/** A schema in a file, and the demand on an instance that reaches it. */
export interface ScopePlace {
  readonly pointer: string;
  readonly subject: Subject;
  readonly demand: Demand;
}

export interface Subject {
  readonly kind: "whole" | "definition" | "field" | "part" | "branch" | "condition";
  /** The field's or definition's name, else the keyword. */
  readonly name: string;
}

/** Places that one instance can reach together, parents first: those without a condition of their own. */
export type Scope = readonly ScopePlace[];

/** Makes a reference to a place of the file. */
type Reference = (pointer: string) => SchemaObject;

/** The places of a schema. Each branch and each definition is a scope of its own. */
export function scopesOf(schema: SchemaObject, kind: "whole" | "definition", reference: Reference): Scope[] {
  const scopes: Scope[] = [];
  const alone =
    (pointer: string): Demand =>
    (inner) =>
      both(reference(pointer), inner);
  const open = (at: SchemaObject, pointer: string, subject: Subject, demand: Demand): void => {
    const places: ScopePlace[] = [{ pointer, subject, demand }];
    scopes.push(places);
    collect(at, pointer, demand, places);
  };
  const collect = (parent: SchemaObject, at: string, demand: Demand, places: ScopePlace[]): void => {
    for (const sub of subschemas(parent)) {
      if (!isSchemaObject(sub.schema) || isNothing(sub.schema)) continue;
      const pointer = subschemaPointer(at, sub);
      const subject = subjectOf(sub);
      const within =
        (condition: SchemaObject): Demand =>
        (inner) =>
          demand(both(condition, both(reference(pointer), inner)));
      const step = stepTo(sub, parent);
      if (step !== undefined) {
        const reached: Demand = (inner) => demand(step(inner));
        places.push({ pointer, subject, demand: reached });
        collect(sub.schema, pointer, reached, places);
        continue;
      }
      switch (sub.keyword) {
        case "allOf":
          // Its branches apply wherever the schema around them does.
          collect(sub.schema, pointer, demand, places);
          break;
        case "anyOf":
        case "oneOf":
          open(sub.schema, pointer, subject, within({}));
          break;
        case "dependentSchemas":
          open(sub.schema, pointer, subject, within({ type: "object", required: [String(sub.token)] }));
          break;
        case "if":
          scopes.push([{ pointer, subject, demand: within({}) }]);
          break;
        case "then":
        case "else": {
          if (!Object.hasOwn(parent, "if")) break;
          const condition = reference(`${at}/if`);
          open(sub.schema, pointer, subject, within(sub.keyword === "then" ? condition : { not: condition }));
          break;
        }
        case "propertyNames":
          scopes.push([{ pointer, subject, demand: (inner) => both({ type: "string" }, alone(pointer)(inner)) }]);
          break;
        default:
          if (sub.isTest) scopes.push([{ pointer, subject, demand: alone(pointer) }]);
          else open(sub.schema, pointer, subject, alone(pointer));
      }
    }
  };
  open(schema, "", { kind, name: "" }, alone(""));
  return scopes;
}

/** What a value must satisfy for a child of it to satisfy `inner`; undefined where no keyword can express that. */
function stepTo({ keyword, token }: Subschema, parent: SchemaObject): Demand | undefined {
  const { properties = {}, patternProperties = {}, prefixItems = [] } = parent;
  const name = String(token);
  switch (keyword) {
    case "properties":
      return (inner) => ({ type: "object", required: [name], properties: { [name]: inner } });
    case "patternProperties":
      return (inner) => ({ type: "object", not: { patternProperties: { [name]: { not: inner } } } });
    case "additionalProperties":
      return (inner) => ({
        type: "object",
        not: {
          properties: allowed(properties),
          patternProperties: allowed(patternProperties),
          additionalProperties: { not: inner },
        },
      });
    case "prefixItems":
      return elementAt(Number(token));
    case "items":
      return elementAt(prefixItems.length);
    default:
      return undefined;
  }
}

function elementAt(index: number): Demand {
  const before = Array<Schema>(index).fill(true);
  return (inner) => ({ type: "array", minItems: index + 1, prefixItems: [...before, inner] });
}

function subjectOf({ keyword, token, appliesTo }: Subschema): Subject {
  if (appliesTo === "definition") return { kind: "definition", name: String(token) };
  if (keyword === "if") return { kind: "condition", name: keyword };
  if (appliesTo === "in-place") return { kind: "branch", name: keyword };
  return keyword === "properties" ? { kind: "field", name: String(token) } : { kind: "part", name: keyword };
}

/** `false`, and `{ not: {} }`, forbid on purpose. */
function isNothing(schema: Schema): boolean {
  if (!isSchemaObject(schema)) return !schema;
  const { not } = schema;
  return Object.keys(schema).length === 1 && (not === true || (isSchemaObject(not) && Object.keys(not).length === 0));
}

function both(left: SchemaObject, right: SchemaObject): SchemaObject {
  return { allOf: [left, right] };
}

function allowed(map: Readonly<Record<string, Schema>>): Record<string, Schema> {
  return Object.fromEntries(Object.keys(map).map((name) => [name, true]));
}
