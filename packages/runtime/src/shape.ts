import { joinPointer } from "./pointer.js";
import type { Validate, ValidationError } from "./validate.js";

/** Which properties the writer contract allows where the reader contract does not limit them. */
export interface Shape {
  /** Whether an object may have a property of a name; any where this is absent. */
  readonly declares?: (name: string) => boolean;
  /** Shapes of some fields. Functions, since a shape may contain itself. */
  readonly fields?: readonly (readonly [name: string, shape: () => Shape])[];
  /** The shape of all elements of an array. */
  readonly items?: () => Shape;
}

/** The validator of a writer contract: it accepts what the reader contract accepts, if nothing in it is undeclared. */
export function closedValidator(reader: Validate, shape: Shape): Validate {
  const writer: Validate = (data) => {
    const undeclared: ValidationError[] = [];
    findUndeclared(data, shape, [], undeclared);
    const isReadable = reader(data);
    writer.errors = isReadable ? undeclared : [...undeclared, ...(reader.errors ?? [])];
    return writer.errors.length === 0;
  };
  return writer;
}

/** Adds an error for each undeclared property. `path` leads to the data; the same array serves for all of it. */
function findUndeclared(data: unknown, shape: Shape, path: (string | number)[], found: ValidationError[]): void {
  if (typeof data !== "object" || data === null) return;
  const { declares, fields, items } = shape;
  if (Array.isArray(data)) {
    if (items !== undefined) findInElements(data, items(), path, found);
    return;
  }
  // Includes inherited properties, like the validators that Ajv compiles.
  for (const name in data) {
    if (declares !== undefined && !declares(name)) found.push(undeclaredError(path, name));
  }
  for (const [name, inner] of fields ?? []) {
    path.push(name);
    findUndeclared(Reflect.get(data, name), inner(), path, found);
    path.pop();
  }
}

function findInElements(
  data: readonly unknown[],
  shape: Shape,
  path: (string | number)[],
  found: ValidationError[],
): void {
  for (let index = 0; index < data.length; index++) {
    path.push(index);
    findUndeclared(data[index], shape, path, found);
    path.pop();
  }
}

function undeclaredError(path: readonly (string | number)[], name: string): ValidationError {
  return {
    keyword: "additionalProperties",
    instancePath: path.reduce<string>((pointer, token) => joinPointer(pointer, token), ""),
    schemaPath: "#/additionalProperties",
    params: { additionalProperty: name },
  };
}
