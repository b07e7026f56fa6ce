import type { EventPlan } from "../columns/event-plan.js";

/** An event that is kept to be shown: what can be said of it, as numbers of the report. */
export interface LineExample {
  /** The line, as {@link import("./place.js").LinePlaces} encodes it. */
  readonly place: number;
  /** Unix time in seconds. */
  readonly time: number;
  readonly origin: number;
  readonly plan: EventPlan;
  /** Codes of its dimensions, in the order of the plan; 0 where one is absent. */
  readonly codes: ArrayLike<number>;
}
