import { type EventDefinition, type FieldDescriptor, type FieldKind, fieldPath } from "@metric-events/runtime";

/** A field that a report uses, at any depth of the event. */
export interface PlannedField {
  /** As users name it: `job_duration`, `status_info.code`. */
  readonly path: string;
  /** The names that lead to it. */
  readonly names: readonly string[];
  readonly kind?: FieldKind;
  readonly unit?: string;
  /** Path of the count that this one is a part of. */
  readonly partOf?: string;
  /** Name of the event that this measure reaches back to. */
  readonly spans?: string;
  /** Greater values look wrong. */
  readonly expectedMaximum?: number;
  readonly description: string;
  /** Whether its values are lists, which cannot name groups. */
  readonly isList: boolean;
  /**
   * Whether its value names one of several things that events are about: every event has it, and the schema does not list the values, as it
   * does those of a state.
   */
  readonly tellsApart: boolean;
  /** Whether every event has it: it and all objects around it are required. */
  readonly isRequired: boolean;
}

/** What a report takes from the events of one name. It follows from the annotations of their fields. */
export interface EventPlan {
  readonly eventName: string;
  readonly description: string;
  /** Numbers to take percentiles of. */
  readonly measures: readonly PlannedField[];
  /** Numbers of things at a moment. */
  readonly counts: readonly PlannedField[];
  /** Values to group by. */
  readonly dimensions: readonly PlannedField[];
  /** Names of things, which only pairing looks at. */
  readonly identifiers: readonly PlannedField[];
  /** The one that names the host. It is grouped by as a part of the origin of an event, and not as a dimension. */
  readonly host?: PlannedField;
  /** Other fields that can be absent. */
  readonly optional: readonly PlannedField[];
  /** Name of the event that this one ends. */
  readonly ends?: string;
}

type Role = "measures" | "counts" | "dimensions" | "identifiers" | "optional";

/** Elements of arrays are left out, since a report is about events. */
export function planEvent({ eventName, envelope, description, ends, fields }: EventDefinition): EventPlan {
  const found: Record<Role, PlannedField[]> = {
    measures: [],
    counts: [],
    dimensions: [],
    identifiers: [],
    optional: [],
  };
  let host: PlannedField | undefined;
  visit(fields, [], true);
  return {
    eventName,
    description,
    ...found,
    ...(host === undefined ? {} : { host }),
    ...(ends === undefined ? {} : { ends }),
  };

  function visit(members: readonly FieldDescriptor[], around: readonly string[], isRequired: boolean): void {
    for (const field of members) {
      const names = [...around, field.name];
      // The report is grouped by the envelope already.
      if (around.length === 0 && (field.name === envelope.timeField || field.name === envelope.nameField)) continue;
      const planned: PlannedField = {
        path: fieldPath(names),
        names,
        ...(field.kind === undefined ? {} : { kind: field.kind }),
        ...(field.unit === undefined ? {} : { unit: field.unit }),
        ...(field.spans === undefined ? {} : { spans: field.spans }),
        ...(field.partOf === undefined ? {} : { partOf: fieldPath([...around, field.partOf]) }),
        ...(field.expectedMaximum === undefined ? {} : { expectedMaximum: field.expectedMaximum }),
        description: field.description,
        isList: field.types.includes("array"),
        tellsApart: isRequired && field.required && field.types.includes("string") && field.values === undefined,
        isRequired: isRequired && field.required,
      };
      const isHost = around.length === 0 && field.origin === "host";
      if (isHost) host = planned;
      const role = isHost ? "optional" : roleOf(field);
      if (role === "optional") {
        if (!planned.isRequired) found.optional.push(planned);
      } else found[role].push(planned);
      if (field.fields !== undefined) visit(field.fields, names, planned.isRequired);
    }
  }
}

function roleOf({ kind, types }: FieldDescriptor): Role {
  const isNumeric = types.includes("number") || types.includes("integer");
  switch (kind) {
    case "measure":
      return isNumeric ? "measures" : "optional";
    case "count":
      return isNumeric ? "counts" : "optional";
    case "dimension":
      return "dimensions";
    case "identifier":
      return "identifiers";
    case "text":
    case undefined:
      return "optional";
    default:
      return kind satisfies never;
  }
}

/**
 * The dimension that breaks measures down by default: the one that most events have, and of several, the one that the schemas name
 * first.
 */
export function mainDimension(plans: readonly EventPlan[]): string | undefined {
  const events = new Map<string, number>();
  for (const { path, isList } of plans.flatMap(({ dimensions }) => dimensions)) {
    if (!isList) events.set(path, (events.get(path) ?? 0) + 1);
  }
  const [first, ...others] = events;
  if (first === undefined) return undefined;
  return others.reduce((best, each) => (each[1] > best[1] ? each : best), first)[0];
}
