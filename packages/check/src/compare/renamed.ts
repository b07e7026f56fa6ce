import { suggest } from "@metric-events/runtime";
import type { Events } from "./compare-events.js";
import type { EventVersion } from "./event-version.js";

/** Of the fields of the two events, this share has to be common to both. */
const leastOverlap = 0.6;

/** The event that a removed one seems to have become: a name much like it, or most of its fields. */
export function renamedTo(removed: EventVersion, candidate: Events): string | undefined {
  const similar = suggest(removed.event.eventName, [...candidate.keys()]);
  if (similar !== undefined) return similar;
  const [best] = [...candidate.values()]
    .map((version) => ({ name: version.event.eventName, overlap: overlapOf(removed, version) }))
    .filter(({ overlap }) => overlap >= leastOverlap)
    .toSorted((left, right) => right.overlap - left.overlap);
  return best?.name;
}

/** Common fields in proportion to all fields of the two (Jaccard 1901), without those of the envelope. */
function overlapOf(left: EventVersion, right: EventVersion): number {
  const [one, other] = [fieldNames(left), fieldNames(right)];
  const common = [...one].filter((name) => other.has(name)).length;
  return common === 0 ? 0 : common / (one.size + other.size - common);
}

function fieldNames({ event }: EventVersion): Set<string> {
  const { nameField, timeField } = event.envelope;
  return new Set(event.fields.map(({ name }) => name).filter((name) => name !== nameField && name !== timeField));
}
