import { type FindingDetail, jsonText, type PlacedFinding } from "@metric-events/text";
import type { BreakFinding, BrokenDirection, Finding, FindingCode } from "../policy/finding.js";
import type { Direction } from "../policy/policy.js";
import { advice, evidence, findingHeadline, refusal, victims } from "../prose.js";

/** A finding with its sentences, as printers take it. */
export function placedFinding(finding: Finding): PlacedFinding {
  const { code, severity, location } = finding;
  const { file, line, column } = location;
  return {
    place: { file, line, column },
    code,
    severity,
    ...("eventName" in finding ? { title: `${code} (${finding.eventName})` } : {}),
    message: findingHeadline(finding),
    details: [...ownerOf(location), ...detailsOf(finding)],
    facts: factsOf(finding),
  };
}

/** Who changed it, where that is not the author of these schemas. */
function ownerOf({ package: owner }: Finding["location"]): FindingDetail[] {
  return owner === undefined ? [] : [note(`this is in the package ${owner}, which the schemas refer to`)];
}

function detailsOf(finding: Finding): FindingDetail[] {
  const instead = note(`instead: ${advice(finding)}`);
  switch (finding.kind) {
    case "break":
      return [
        ...(finding.was === undefined ? [] : [note(`it was in ${finding.was.file}`)]),
        ...shownBreak(finding, finding.code),
        ...(finding.also === undefined ? [] : shownBreak(finding.also, finding.code)),
        acceptance(finding) ?? instead,
      ];
    case "undecided":
      return [
        note(`may break ${victims(finding.direction)} (${finding.direction}) of ${finding.baselines.join(", ")}`),
        finding.severity === "ignored" ? note("accepted by allowUnknown") : instead,
      ];
    case "meaning":
      return [
        note(
          `since ${finding.baselines.join(", ")}; ${finding.code === "field-renamed" ? "both are optional, so no reader fails" : "no validator can see it"}`,
        ),
        instead,
      ];
    case "log": {
      const examples = finding.loss.examples.map((example) => `${example.file}:${example.line}: ${example.text}`);
      return [...(examples.length === 0 ? [] : [quoted(examples)]), instead];
    }
    case "bump":
    case "ignore":
      return [instead];
    default:
      return finding satisfies never;
  }
}

function shownBreak(broken: BrokenDirection, code: FindingCode): FindingDetail[] {
  const { direction, witness, issues } = broken;
  return [
    note(`breaks ${victims(direction)} (${direction}): ${evidence(broken, code)}`),
    ...(witness === undefined ? [] : [quoted([jsonText(witness)], "json")]),
    ...(issues.length === 0 ? [] : [quoted([refusal(broken)])]),
  ];
}

function acceptance({ ignoredBy }: BreakFinding): FindingDetail | undefined {
  if (ignoredBy === undefined) return undefined;
  const { reason, until } = ignoredBy;
  return note(`accepted: ${reason}${until === undefined ? "" : `, until ${until}`}`);
}

function note(text: string): FindingDetail {
  return { kind: "note", text };
}

function quoted(lines: readonly string[], language: "json" | "text" = "text"): FindingDetail {
  return { kind: "code", lines, language };
}

/** In which directions a change breaks: one change may break both. */
function directionsOf(finding: Extract<Finding, { readonly direction: unknown }>): readonly Direction[] {
  return "also" in finding && finding.also !== undefined
    ? [finding.direction, finding.also.direction]
    : [finding.direction];
}

/** What JSON has of a finding besides its place and its sentence. */
function factsOf(finding: Finding): Readonly<Record<string, unknown>> {
  const { location, kind, code: _code, severity: _severity, ...rest } = finding;
  const { eventName, ...facts } = rest as typeof rest & { readonly eventName?: string };
  return {
    pointer: location.pointer,
    ...(location.package === undefined ? {} : { package: location.package }),
    kind,
    ...(eventName === undefined ? {} : { event: eventName }),
    ...facts,
    ...("direction" in finding ? { breaks: directionsOf(finding).map(victims).join(" and ") } : {}),
    instead: advice(finding),
  };
}
