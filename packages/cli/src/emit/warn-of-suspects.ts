import { type Catalogue, type Event, eventNameOf, findEvent, judgedNumbers, suspectsIn } from "@metric-events/runtime";
import { count, printable } from "@metric-events/text";
import type { Context } from "../context.js";
import { suspectMessage } from "../findings/suspect-prose.js";

/** Warnings for one field and reason; more are only counted. */
const maxWarnings = 3;

/** Warns of what looks wrong in events that are logged all the same, since their schemas allow it. */
export class SuspectWarnings {
  readonly #catalogue: Catalogue;
  readonly #context: Context;
  readonly #numbers = new Map<string, ReturnType<typeof judgedNumbers>>();
  readonly #counts = new Map<string, number>();
  #unsaid = 0;

  constructor(catalogue: Catalogue, context: Context) {
    this.#catalogue = catalogue;
    this.#context = context;
  }

  /** @param place of the line that it comes from, such as `<stdin>:3`. */
  async warn(event: Event, place = "metric-events"): Promise<void> {
    const { envelope } = this.#catalogue;
    const eventName = eventNameOf(event, envelope);
    const numbers = this.#numbersOf(eventName);
    for (const suspect of suspectsIn(event, { envelope, numbers, now: this.#context.now() / 1000 })) {
      const key = `${eventName} ${suspect.code} ${suspect.field}`;
      const said = this.#counts.get(key) ?? 0;
      this.#counts.set(key, said + 1);
      if (said >= maxWarnings) this.#unsaid++;
      else await this.#say(`${place}: warning: ${eventName}: ${suspectMessage(suspect)}; report leaves it out`);
    }
  }

  /** Says how many other warnings there would have been. */
  async end(): Promise<void> {
    if (this.#unsaid > 0) await this.#say(`metric-events: ${count(this.#unsaid, "more warning")} like these`);
  }

  #numbersOf(eventName: string): ReturnType<typeof judgedNumbers> {
    const known = this.#numbers.get(eventName);
    if (known !== undefined) return known;
    const definition = findEvent(this.#catalogue, eventName);
    const numbers = definition === undefined ? [] : judgedNumbers(definition);
    this.#numbers.set(eventName, numbers);
    return numbers;
  }

  async #say(text: string): Promise<void> {
    await this.#context.stderr.print(`${printable(text)}\n`);
  }
}
