import { type EventDefinition, type FieldDescriptor, fieldPath, type JsonType } from "@metric-events/runtime";

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
  timestamp: { placeholder: "<time>", description: "when it happened: Unix seconds or ISO 8601 (default: now)" },
  schemas: {
    placeholder: "<dir>",
    description: "use the events of these schema files instead of the built-in runner events",
  },
  help: { placeholder: "", description: "show help; after an event, the flags of that event" },
} as const;

export type OwnFlag = keyof typeof ownFlags;

export function isOwnFlag(name: string): name is OwnFlag {
  return Object.hasOwn(ownFlags, name);
}

/** The flags of an event, in the order of the log. An object with declared fields has a flag for each field and one for the whole object. */
export function flagsOf({ fields }: Pick<EventDefinition, "fields">): readonly EventFlag[] {
  // The argument of the command sets `event`, and a flag of the command `timestamp`.
  const flags = fields
    .filter(({ name }) => name !== "event" && name !== "timestamp")
    .flatMap((field) => flagsOfField(field, []));
  // `userId` and `user_id` would both be --user-id.
  const counts = new Map<string, number>();
  for (const { name } of flags) counts.set(name, (counts.get(name) ?? 0) + 1);
  return flags.map((flag) => (counts.get(flag.name) === 1 ? flag : { ...flag, name: flag.wireName }));
}

function flagsOfField(field: FieldDescriptor, parents: readonly string[]): EventFlag[] {
  const path = [...parents, field.name];
  const name = path.map(kebabCase).join(".");
  const flag: EventFlag = {
    name,
    wireName: fieldPath(path),
    path,
    field,
    value: flagValue(field.types),
    isRequired: field.required,
    // What follows an = is the value.
    isShadowed: isOwnFlag(name) || name.includes("="),
  };
  return [flag, ...(field.fields ?? []).flatMap((child) => flagsOfField(child, path))];
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
