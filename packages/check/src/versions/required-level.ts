import type { EventOutcome } from "../compare/compare-events.js";
import type { Finding } from "../policy/finding.js";
import { isGoverned, modeOf, type Policy } from "../policy/policy.js";
import { type BumpLevel, highest } from "./bump.js";

/** A break, accepted or not, requires a major version; a change that readers can notice a minor one; a rewording a patch. */
export function requiredLevel(
  outcomes: readonly EventOutcome[],
  findings: readonly Finding[],
  policy: Policy,
): BumpLevel {
  const broken = new Set(
    findings.flatMap((finding) =>
      finding.kind === "break" || finding.kind === "undecided" ? [finding.eventName] : [],
    ),
  );
  const of = outcomes.map((outcome): BumpLevel => {
    const mode = modeOf(policy, outcome.eventName);
    switch (outcome.status) {
      case "added":
        return "minor";
      case "removed":
        return isGoverned(mode, "backward") ? "major" : "minor";
      case "changed":
        return broken.has(outcome.eventName) ? "major" : "minor";
      case "same":
        return outcome.isReworded ? "patch" : "none";
      default:
        return outcome satisfies never;
    }
  });
  return highest(of);
}
