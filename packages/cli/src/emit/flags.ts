import {
  type EventDefinition,
  type FieldDescriptor,
  fieldPath,
  type JsonType,
  type ValueDescriptor,
} from "@metric-events/runtime";

/** How the text of a flag becomes a value. */
type FlagValue = "text" | "number" | "boolean" | "list" | "json";

/** A flag that sets one field of an event. */
export interface EventFlag {
  /** In kebab case with dots, without the dashes: `status-info.code`. */
  readonly name: string;
  /** As in the log: `status_info.code`. Also accepted. */
  readonly wireName: string;
  /** Names of the enclosing objects, outermost first, and of the field. */
  readonly path: readonly string[];
  readonly field: FieldDescriptor;
  readonly value: FlagValue;
  /** Whether the field is required when its enclosing objects exist. */
  readonly isRequired: boolean;
  /** Whether fields within it have flags of their own. */
  readonly hasParts: boolean;
  /** Whether the command itself has a flag of this name: then only `--json` can set the field. */
  readonly isShadowed: boolean;
}

/** Flags of `emit` itself, by name, with the placeholder for their value. */
export const ownFlags = {
  json: { placeholder: "<object>", description: "fields as a JSON object; flags take precedence over it" },
  path: {
    placeholder: "<file>",
    description: "the log (default: METRICS_LOG_PATH, else the logger's default)",
  },
  timestamp: {
    placeholder: "<time>",
    description: "when it happened: Unix time or ISO 8601 (default: now)",
  },
  schemas: {
    placeholder: "<dir>",
    description:
      "folder of the schema files (default: the one in the config file, else ./schemas, else the built-in runner events)",
  },
  help: { placeholder: "", description: "show help; after an event, the flags of that event" },
} as const;

export type OwnFlag = keyof typeof ownFlags;

export function isOwnFlag(name: string): name is OwnFlag {
  return Object.hasOwn(ownFlags, name);
}

/** The flags of an event, in the order of the log. An object with declared fields has a flag for each field, those of its branches too, and one for the whole object. */
export function flagsOf({ fields, envelope }: Pick<EventDefinition, "fields" | "envelope">): readonly EventFlag[] {
  // The argument of the command sets the name, and a flag of the command the time.
  const flags = fields
    .filter(({ name }) => name !== envelope.nameField && name !== envelope.timeField)
    .flatMap((field) => flagsOfField(field, []));
  // `userId` and `user_id` would both be --user-id.
  const counts = new Map<string, number>();
  for (const { name } of flags) counts.set(name, (counts.get(name) ?? 0) + 1);
  return flags.map((flag) => (counts.get(flag.name) === 1 ? flag : { ...flag, name: flag.wireName }));
}

function flagsOfField(field: FieldDescriptor, parents: readonly string[]): EventFlag[] {
  const path = [...parents, field.name];
  const parts = partsOf(field);
  const name = path.map(kebabCase).join(".");
  const flag: EventFlag = {
    name,
    wireName: fieldPath(path),
    path,
    field,
    value: flagValue(field.types),
    isRequired: field.required,
    hasParts: parts.length > 0,
    // What follows an = is the value.
    isShadowed: isOwnFlag(name) || name.includes("="),
  };
  return [flag, ...parts.flatMap((child) => flagsOfField(child, path))];
}

/** The fields of an object: its own, and those of the branches of a union, each once. */
function partsOf({ fields = [], unions = [] }: ValueDescriptor): readonly FieldDescriptor[] {
  const parts = new Map(fields.map((field) => [field.name, field]));
  for (const { branches } of unions) {
    const ofBranches = branches.map(partsOf);
    for (const name of new Set(ofBranches.flat().map((field) => field.name))) {
      const alike = ofBranches.flatMap((each) => each.filter((field) => field.name === name));
      const isRequired = alike.length === branches.length && alike.every((field) => field.required);
      const part = parts.get(name) ?? joined(alike, isRequired);
      if (part !== undefined) parts.set(name, part);
    }
  }
  return [...parts.values()];
}

/** Fields of one name in several branches as one. */
function joined(fields: readonly FieldDescriptor[], isRequired: boolean): FieldDescriptor | undefined {
  const [first, ...others] = fields;
  if (first === undefined) return undefined;
  if (others.length === 0) return { ...first, required: isRequired };
  const { values, fields: within, items, unions, ...rest } = first;
  const allValues = fields.flatMap((field) => field.values ?? []);
  return {
    ...rest,
    required: isRequired,
    types: [...new Set(fields.flatMap((field) => field.types))],
    accepts: [...new Set(fields.map((field) => field.accepts))].join(" or "),
    ...(fields.every((field) => field.values !== undefined) ? { values: allValues } : {}),
    ...(items === undefined ? {} : { items }),
  };
}

/** Text for strings; JSON where text would be ambiguous. */
function flagValue(types: readonly JsonType[]): FlagValue {
  const [type, ...others] = new Set(
    types.filter((each) => each !== "null").map((each) => (each === "integer" ? "number" : each)),
  );
  if (others.length > 0) return "json";
  switch (type) {
    case "string":
      return "text";
    case "number":
    case "boolean":
      return type;
    case "array":
      return "list";
    default:
      return "json";
  }
}

function kebabCase(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();
}

/** Finds a flag by its kebab-case or wire name. */
export function findFlag(flags: readonly EventFlag[], name: string): EventFlag | undefined {
  const found = flags.find((flag) => flag.wireName === name) ?? flags.find((flag) => flag.name === name);
  return found?.isShadowed === true ? undefined : found;
}
