import { ExactNumber } from "@metric-events/reader";
import { type EventDefinition, hostFieldOf } from "@metric-events/runtime";
import type { KeyValue } from "./any-value.js";
import { otlpValue, wellFormedText } from "./typed-value.js";
import { type ValueShape, valueShapeOf } from "./value-shape.js";

/** How the fields of one event become attributes. */
export class AttributePlan {
  readonly #shape: ValueShape;
  readonly #fields: ReadonlyMap<string, PlannedField>;
  /** Fields that have a place of their own in a log record. */
  readonly #placed: ReadonlySet<string>;

  constructor(definition: Pick<EventDefinition, "fields" | "unions" | "others" | "envelope">) {
    const { fields, unions, others, envelope } = definition;
    const whole = {
      types: ["object"] as const,
      accepts: "",
      fields,
      ...(unions && { unions }),
      ...(others && { others }),
    };
    this.#shape = valueShapeOf([whole]);
    this.#placed = new Set([envelope.nameField, envelope.timeField, hostFieldOf(definition) ?? []].flat());
    this.#fields = new Map(
      [...this.#shape.members].map(([name, shape]) => {
        const otel = fields.find((field) => field.name === name)?.otel;
        return [name, { key: otel ?? wellFormedText(name), shape }];
      }),
    );
  }

  /**
   * The attributes of an event: its fields in the order of the line, without those of its name, its time and its host. A field that is an
   * object with declared fields becomes an attribute for each of these: `status_info.code`.
   */
  attributesOf(event: object): KeyValue[] {
    const found = new UniqueKeys();
    for (const [name, value] of Object.entries(event)) {
      if (this.#placed.has(name)) continue;
      const { key, shape } = this.#fields.get(name) ?? { key: wellFormedText(name), shape: this.#shape.other };
      add(found, key, value, shape);
    }
    return found.all;
  }
}

interface PlannedField {
  readonly key: string;
  readonly shape: ValueShape;
}

function add(found: UniqueKeys, key: string, value: unknown, shape: ValueShape): void {
  if (shape.members.size === 0 || !isObject(value)) {
    found.add({ key, value: otlpValue(value, shape) });
    return;
  }
  for (const [name, member] of Object.entries(value)) {
    add(found, `${key}.${wellFormedText(name)}`, member, shape.members.get(name) ?? shape.other);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** A list of attributes must not have a key twice, which a field `a.b` and a field `b` within `a` would give. */
class UniqueKeys {
  readonly all: KeyValue[] = [];
  readonly #keys = new Set<string>();

  add({ key, value }: KeyValue): void {
    let free = key === "" || reserved.test(key) ? `event.${key}` : key;
    while (this.#keys.has(free)) free += "_";
    this.#keys.add(free);
    this.all.push({ key: free, value });
  }
}

/** What the shipper says about the line itself begins like this. */
const reserved = /^(?:log|metric_events)\./;
