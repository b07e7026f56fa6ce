import type { Change } from "@metric-events/compat";
import { suggest } from "@metric-events/runtime";
import { nameWords } from "@metric-events/schema";
import type { ChangedEvent } from "../compare/compare-events.js";
import { locatedChange } from "../compare/located-change.js";
import type { MeaningFinding } from "./finding.js";

/**
 * Fields that went while a similar one of the same object came: it breaks no reader, since both are optional, but what reads the old
 * name finds nothing any more.
 */
export function renamedFields({ eventName, baseline, before, after, comparison }: ChangedEvent): MeaningFinding[] {
  const gone = comparison.changes.filter((change) => isAbout(change, "properties-removed"));
  const came = new Set(comparison.changes.filter((change) => isAbout(change, "properties-added")));
  return gone.flatMap((removed): MeaningFinding[] => {
    const added = [...came].find(
      (each) => each.instanceLocation === removed.instanceLocation && areSimilar(nameOf(removed), nameOf(each)),
    );
    if (added === undefined) return [];
    came.delete(added);
    const changes = [removed, added].map((change) => locatedChange(change, before, after));
    return [
      {
        kind: "meaning",
        code: "field-renamed",
        severity: "warning",
        location: changes[1]?.at ?? after.locate(""),
        eventName,
        baselines: [baseline.name],
        changes,
      },
    ];
  });
}

function isAbout({ code, within }: Change, wanted: "properties-added" | "properties-removed"): boolean {
  return code === wanted && within === undefined;
}

function nameOf({ params }: Change): string {
  return params.name ?? "";
}

/** `client_dt` and `client_dt_v2`, `zone` and `zones`, `queue_time` and `time_in_queue`. */
function areSimilar(one: string, other: string): boolean {
  if (suggest(one, [other]) !== undefined) return true;
  const [words, others] = [new Set(nameWords(one)), new Set(nameWords(other))];
  const common = [...words].filter((word) => others.has(word)).length;
  return common > 0 && common * 2 >= Math.max(words.size, others.size);
}
