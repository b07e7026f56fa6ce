import { ExactNumber } from "@metric-events/reader";
import {
  type Catalogue,
  type Event,
  eventNameOf,
  eventTimeIn,
  eventTimeOf,
  type FieldDescriptor,
  fieldPath,
} from "@metric-events/runtime";
import { excerpt, formatQuantity, formatTimestamp, type Paint, printable, unitName } from "@metric-events/text";
import { shallowJson } from "./shallow-json.js";

interface EventLineStyle {
  readonly catalogue: Catalogue;
  readonly zone: "local" | "utc";
  readonly paint: Paint;
}

const maxTextLength = 300;
/** Longer names are not in line with the others. */
const maxNameWidth = 40;

/** Writes an event, or a bad line, as a line for people, by the descriptors of its fields. */
export class EventLineFormatter {
  readonly #style: EventLineStyle;
  readonly #nameWidth: number;

  constructor(style: EventLineStyle) {
    this.#style = style;
    const widths = style.catalogue.eventNames.map((name) => name.length);
    this.#nameWidth = Math.min(maxNameWidth, Math.max(...widths, badName.length));
  }

  /** @param exact the event with its numbers as they were logged. */
  event(event: Event, exact: object): string {
    const { catalogue, paint } = this.#style;
    const { envelope } = catalogue;
    const { nameField, timeField } = envelope;
    const name = eventNameOf(event, envelope);
    const rest = Object.fromEntries(Object.entries(exact).filter(([key]) => key !== timeField && key !== nameField));
    const fields = catalogue.get(name)?.fields ?? [];
    const cells = objectCells(rest, fields, [], paint);
    return [this.#time(eventTimeOf(event, envelope)), paint("bold", printable(name).padEnd(this.#nameWidth)), ...cells]
      .join("  ")
      .trimEnd();
  }

  /** A bad line: what is wrong with it, and the line, with the time that its data has. */
  bad(reasons: readonly string[], text: string, data: unknown): string {
    const { catalogue, paint } = this.#style;
    const seconds = eventTimeIn(data, catalogue.envelope);
    const time = seconds !== undefined ? this.#time(seconds) : " ".repeat(this.#timeWidth());
    const name = paint("red", badName.padEnd(this.#nameWidth));
    return [
      time,
      name,
      `${paint("red", printable(reasons.join("; ")))}${text === "" ? "" : ": "}${excerpt(text, maxTextLength)}`,
    ].join("  ");
  }

  #time(seconds: number): string {
    const { zone, paint } = this.#style;
    return paint("dim", formatTimestamp(seconds, zone).padEnd(this.#timeWidth()));
  }

  #timeWidth(): number {
    return this.#style.zone === "utc" ? "2026-11-23 10:15:02.250Z".length : "2026-11-23 10:15:02.250".length;
  }
}

const badName = "(bad line)";

/** `name=value`, declared fields first and in schema order. */
function objectCells(
  data: object,
  fields: readonly FieldDescriptor[],
  parents: readonly string[],
  paint: Paint,
): string[] {
  const declared = fields.filter(({ name }) => Object.hasOwn(data, name));
  const names = new Set(declared.map(({ name }) => name));
  const cells = declared.flatMap((field) => fieldCells(field, Reflect.get(data, field.name), parents, paint));
  const undeclared = Object.entries(data).filter(([name]) => !names.has(name));
  return [
    ...cells,
    ...undeclared.map(([name, value]) =>
      paint("dim", `${printable(fieldPath([...parents, name]))}=${formatValue(value)}`),
    ),
  ];
}

function fieldCells(field: FieldDescriptor, value: unknown, parents: readonly string[], paint: Paint): string[] {
  const name = paint("cyan", `${printable(fieldPath([...parents, field.name]))}=`);
  if (value instanceof ExactNumber) return [`${name}${exactQuantity(value, field.unit)}`];
  if (field.fields !== undefined && typeof value === "object" && value !== null) {
    return objectCells(value, field.fields, [...parents, field.name], paint);
  }
  const text = typeof value === "number" ? formatQuantity(value, field.unit) : formatValue(value);
  return [`${name}${text}`];
}

/** In its unit, but never in another one, which would take fewer digits. */
function exactQuantity({ token }: ExactNumber, unit: string | undefined): string {
  const name = unit?.startsWith("{") === true ? undefined : unitName(unit);
  return name === undefined ? token : `${token} ${name}`;
}

/** Strings without quotes where they cannot be misread. */
function formatValue(value: unknown): string {
  if (typeof value === "string" && /^[^\s"'=,{}[\]]+$/.test(value) && printable(value) === value) return value;
  return printable(shallowJson(value));
}
