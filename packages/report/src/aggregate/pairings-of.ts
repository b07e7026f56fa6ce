import { hostConditions, parseConditions } from "@metric-events/reader";
import { type Catalogue, fieldPath } from "@metric-events/runtime";
import type { EventPlan } from "../columns/event-plan.js";
import type { Selection } from "../model/report.js";
import { EventPairing, pairingFields } from "./event-pairing.js";

/** Pairing needs all events of both names: a selection by any field that does not pair them would make some look lost. */
export function pairingsOf(
  plans: readonly EventPlan[],
  { selection, lostAfter }: { readonly selection: Selection; readonly lostAfter: number },
  catalogue: Catalogue,
): EventPairing[] {
  const { events, where } = selection;
  const conditions = parseConditions(where, events, catalogue);
  // Both come from one origin.
  const isHost = hostConditions(catalogue);
  const isSelected = (plan: EventPlan): boolean => events.length === 0 || events.includes(plan.eventName);
  return plans.flatMap((end) => {
    const begin = plans.find(({ eventName }) => eventName === end.ends);
    if (begin === undefined || !isSelected(begin) || !isSelected(end)) return [];
    const fields = pairingFields(begin, end);
    const isWhole = conditions.every(({ names }) => isHost(names) || fields.includes(fieldPath(names)));
    return isWhole ? [new EventPairing(begin, end, lostAfter)] : [];
  });
}
