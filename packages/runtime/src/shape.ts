import { joinPointer } from "./pointer.js";
import type { Validate, ValidationError } from "./validate.js";

/** Which properties the writer contract allows where the reader contract does not limit them. */
export interface Shape {
  /** The only properties that an object may have; any where this is absent. */
  readonly names?: ReadonlySet<string>;
  /** Shapes of some fields. Functions, since a shape may contain itself. */
  readonly fields?: Readonly<Record<string, () => Shape>>;
  /** The shape of all elements of an array. */
  readonly items?: () => Shape;
}

/** The validator of a writer contract: it accepts what the reader contract accepts, if nothing in it is undeclared. */
export function closedValidator(reader: Validate, shape: Shape): Validate {
  const writer: Validate = (data) => {
    const undeclared: ValidationError[] = [];
    findUndeclared(data, shape, "", undeclared);
    const isReadable = reader(data);
    writer.errors = isReadable ? undeclared : [...undeclared, ...(reader.errors ?? [])];
    return writer.errors.length === 0;
  };
  return writer;
}

function findUndeclared(data: unknown, shape: Shape, instancePath: string, found: ValidationError[]): void {
  if (typeof data !== "object" || data === null) return;
  const { names, fields, items } = shape;
  if (Array.isArray(data)) {
    if (items === undefined) return;
    for (const [index, element] of data.entries()) {
      findUndeclared(element, items(), joinPointer(instancePath, index), found);
    }
    return;
  }
  // Includes inherited properties, like the validators that Ajv compiles.
  for (const name in data) {
    if (names?.has(name) === false) {
      found.push({
        keyword: "additionalProperties",
        instancePath,
        schemaPath: "#/additionalProperties",
        params: { additionalProperty: name },
      });
    }
    const field = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined) findUndeclared(Reflect.get(data, name), field(), joinPointer(instancePath, name), found);
  }
}
