import { type Catalogue, type Event, hostFieldOf } from "@metric-events/runtime";

/** The host that loggers name in their events: `METRICS_HOST` if it is set and not empty, else none. */
export function metricsHost(): string | undefined {
  return process.env["METRICS_HOST"] || undefined;
}

/** Names the host in events that do not name one, and whose schema has a field for it. */
export class HostFiller<E extends Event> {
  readonly #host: string;
  readonly #nameField: string;
  readonly #fields: ReadonlyMap<string, string>;

  constructor(host: string, { definitions, envelope }: Catalogue<E>) {
    this.#host = host;
    this.#nameField = envelope.nameField;
    this.#fields = new Map(
      definitions.flatMap((definition) => {
        const field = hostFieldOf(definition);
        return field === undefined ? [] : [[definition.eventName, field] as const];
      }),
    );
  }

  /** Whether some event has a field for the host. */
  get canFill(): boolean {
    return this.#fields.size > 0;
  }

  /** A copy with the host, for which each value is read once. What is not an object stays what it is, for the validator to refuse. */
  filled(event: E): E {
    const given: unknown = event;
    if (typeof given !== "object" || given === null || Array.isArray(given)) return event;
    const copy = { ...given } as Record<string, unknown>;
    const field = this.#fields.get(String(copy[this.#nameField]));
    if (field !== undefined && copy[field] === undefined) copy[field] = this.#host;
    return copy as E;
  }
}
