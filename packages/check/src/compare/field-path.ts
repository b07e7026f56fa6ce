import type { Change } from "@metric-events/compat";
import { fieldPath, pointerTokens } from "@metric-events/runtime";
import type { FieldModel } from "@metric-events/schema";

type About = Pick<Change, "code" | "instanceLocation" | "params">;

/** Keywords that are about one property each. */
const aboutNames: ReadonlySet<string> = new Set(["required", "properties", "dependentRequired", "dependentSchemas"]);

/** The names that lead to the field that a change is about, with `*` for each item or any name. */
export function fieldTokens({ code, instanceLocation, params }: About): readonly string[] {
  const tokens = pointerTokens(instanceLocation);
  const isNamed = aboutNames.has(code.slice(0, code.indexOf("-")));
  return isNamed && params.name !== undefined ? [...tokens, params.name] : tokens;
}

/** The same as people write it: `status_info.code`, `tags[*]`; empty for the event as a whole. */
export function changedField(change: About): string {
  return joined(fieldTokens(change));
}

/** The field that a JSON Pointer leads to, as people write it. */
export function pointerField(pointer: string): string {
  return joined(pointerTokens(pointer));
}

function joined(tokens: readonly string[]): string {
  return tokens.reduce((path, name) => {
    if (name === "*") return `${path}[*]`;
    return path === "" ? fieldPath([name]) : `${path}.${fieldPath([name])}`;
  }, "");
}

/** Whether a JSON Pointer leads to a field, or into it. */
export function isWithin(pointer: string, field: readonly string[]): boolean {
  const tokens = pointerTokens(pointer);
  return field.every((name, index) => tokens[index] !== undefined && (name === "*" || name === tokens[index]));
}

/** An event with its fields in the order of the wire, followed by what is not declared. */
export function inWireOrder(value: unknown, fields: readonly FieldModel[]): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const data = value as Readonly<Record<string, unknown>>;
  const declared = fields.filter(({ name }) => Object.hasOwn(data, name));
  const names = new Set(declared.map(({ name }) => name));
  return Object.fromEntries([
    ...declared.map((field) => [field.name, inWireOrder(data[field.name], field.fields ?? [])] as const),
    ...Object.entries(data).filter(([name]) => !names.has(name)),
  ]);
}
