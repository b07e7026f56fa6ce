import type { EventDefinition, FieldDescriptor, JsonType } from "@metric-events/runtime";

/** How the text of a flag becomes a value. */
export type FlagValue = "text" | "number" | "boolean" | "list" | "json";

/** A flag that sets one field of an event. */
export interface EventFlag {
  /** In kebab case with dots, without the dashes: `status-info.code`. */
  readonly name: string;
  /** As in the log: `status_info.code`. Accepted, too. */
  readonly wireName: string;
  /** Names of the field and of the objects around it, the outermost first. */
  readonly path: readonly string[];
  readonly field: FieldDescriptor;
  readonly value: FlagValue;
  /** Whether an event without it is refused, if the objects around it exist. */
  readonly isRequired: boolean;
  /** Whether a flag of the command itself has this name: then only `--json` can set the field. */
  readonly isShadowed: boolean;
}

/** Flags of `emit` itself, by name, with the placeholder for their value. */
export const ownFlags = {
  json: { placeholder: "<object>", description: "fields as a JSON object; flags take precedence over it" },
  path: { placeholder: "<file>", description: "the log (default: METRICS_LOG_PATH, else the default of the logger)" },
  timestamp: { placeholder: "<time>", description: "when it happened: Unix seconds or ISO 8601 (default: now)" },
  schemas: {
    placeholder: "<dir>",
    description: "use the events of these schema files instead of the built-in runner events",
  },
  help: { placeholder: "", description: "show help; with an event, the flags of the event" },
} as const;

export type OwnFlag = keyof typeof ownFlags;

export function isOwnFlag(name: string): name is OwnFlag {
  return Object.hasOwn(ownFlags, name);
}

/** The flags of an event, in the order of the log. An object with declared fields has a flag for each of them and one for all. */
export function flagsOf({ fields }: Pick<EventDefinition, "fields">): readonly EventFlag[] {
  // `event` is named by the command's argument, and `timestamp` has a flag of the command.
  return fields
    .filter(({ name }) => name !== "event" && name !== "timestamp")
    .flatMap((field) => flagsOfField(field, []));
}

function flagsOfField(field: FieldDescriptor, parents: readonly string[]): EventFlag[] {
  const path = [...parents, field.name];
  const name = path.map(kebabCase).join(".");
  const flag: EventFlag = {
    name,
    wireName: path.join("."),
    path,
    field,
    value: flagValue(field.types),
    isRequired: field.required,
    isShadowed: isOwnFlag(name),
  };
  return [flag, ...(field.fields ?? []).flatMap((child) => flagsOfField(child, path))];
}

/** Text for strings; JSON where a text would be ambiguous. */
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

/** Looks a flag up by its name in kebab case or as on the wire. */
export function findFlag(flags: readonly EventFlag[], name: string): EventFlag | undefined {
  const found = flags.find((flag) => flag.wireName === name) ?? flags.find((flag) => flag.name === name);
  return found?.isShadowed === true ? undefined : found;
}
