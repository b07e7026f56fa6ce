import { descriptionStub, snakeCase, typeNameOf } from "@metric-events/schema";
import type { FieldMistake, NewField } from "./field-flag.js";

/** What a new event is made of. */
interface EventParts {
  readonly name: string;
  /** The field that has it. */
  readonly nameField: string;
  readonly description?: string | undefined;
  readonly fields: readonly NewField[];
  /** What `$schema` of the file says. */
  readonly dialect?: string | undefined;
  /** The envelope, as a path from the file. */
  readonly envelope: string;
}

/** A field with the fields in it. */
interface Node {
  readonly field: NewField;
  readonly children: Map<string, Node>;
}

/** The schema of a new event. What nobody has described yet has a stub, which the lint refuses. */
export function eventSchema({ name, nameField, description, fields, dialect, envelope }: EventParts): object {
  const { nodes } = arrange(fields);
  return {
    ...(dialect === undefined ? {} : { $schema: dialect }),
    title: typeNameOf(snakeCase(name)),
    description: description ?? `${descriptionStub}: say what happened.`,
    type: "object",
    allOf: [{ $ref: envelope }],
    ...requiredOf(nodes),
    properties: { [nameField]: { const: name }, ...propertiesOf(nodes) },
  };
}

/** Fields that stand twice, or in an object that is not there. */
export function misplacedFields(fields: readonly NewField[]): readonly FieldMistake[] {
  return arrange(fields).mistakes;
}

/** The pointer to each field in the schema of the event. */
export function fieldPointers(fields: readonly NewField[]): ReadonlyMap<string, NewField> {
  const isList = new Map(fields.map((field) => [field.path.join("."), field.isList]));
  return new Map(
    fields.map((field) => {
      const parts = field.path.map((name, index) => {
        const isLast = index === field.path.length - 1;
        const within = isList.get(field.path.slice(0, index + 1).join(".")) === true && !isLast ? "/items" : "";
        return `/properties/${name}${within}`;
      });
      return [parts.join(""), field];
    }),
  );
}

function arrange(fields: readonly NewField[]): { nodes: Map<string, Node>; mistakes: FieldMistake[] } {
  const nodes = new Map<string, Node>();
  const mistakes: FieldMistake[] = [];
  for (const field of fields) {
    const parents = field.path.slice(0, -1);
    const name = field.path.at(-1) ?? "";
    let level: Map<string, Node> | undefined = nodes;
    for (const parent of parents) {
      const node: Node | undefined = level?.get(parent);
      level = node?.field.type === "object" ? node.children : undefined;
    }
    if (level === undefined) {
      const object = parents.join(".");
      const message = `no object ${JSON.stringify(object)} comes before it; name that first: --field ${JSON.stringify(`${object}:object`)}`;
      mistakes.push({ flag: field.flag, column: 1, message });
    } else if (level.has(name)) {
      const column = field.path.join(".").length - name.length + 1;
      mistakes.push({ flag: field.flag, column, message: `the field ${JSON.stringify(name)} is given twice` });
    } else level.set(name, { field, children: new Map() });
  }
  return { nodes, mistakes };
}

function requiredOf(nodes: ReadonlyMap<string, Node>): { required?: readonly string[] } {
  const required = [...nodes].filter(([, { field }]) => !field.isOptional).map(([name]) => name);
  return required.length === 0 ? {} : { required };
}

function propertiesOf(nodes: ReadonlyMap<string, Node>): Record<string, object> {
  return Object.fromEntries([...nodes].map(([name, node]) => [name, fieldSchema(name, node)]));
}

function fieldSchema(name: string, { field, children }: Node): object {
  const { type, isList, isOptional, unit, description } = field;
  const meaning = isOptional ? `say what ${name} means, and when it is absent.` : `say what ${name} means.`;
  const described = { description: description ?? `${descriptionStub}: ${meaning}` };
  const measured = unit === undefined ? {} : { unit };
  // An object that declares no fields is another stub.
  const members = type === "object" ? { ...requiredOf(children), properties: propertiesOf(children) } : {};
  const typed = type === "int64" ? { type: "integer", format: type } : { type };
  if (!isList) return { ...described, ...typed, ...measured, ...members };
  return { ...described, type: "array", items: { ...typed, ...measured, ...members } };
}
