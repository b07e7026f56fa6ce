import type { BreakFinding, Finding } from "./finding.js";

/** A finding, and what its baseline says of an event that is to show it. */
export interface Judged {
  readonly finding: Finding;
  /** Whether an event shows the same with this baseline. */
  readonly confirms: (witness: unknown) => boolean;
}

/** Findings that differ in the baseline or in the direction only, as one that names all of them. */
export function onePerBreak(judged: readonly Judged[]): Finding[] {
  const groups: { readonly key: string; readonly members: Judged[] }[] = [];
  for (const each of judged) {
    const key = keyOf(each.finding);
    const group = groups.find((other) => other.key === key && isSame(other.members, each));
    if (group === undefined) groups.push({ key, members: [each] });
    else group.members.push(each);
  }
  return onePerChange(groups.map(({ members }) => merged(members)));
}

/** What one change breaks in both directions, as one finding. */
function onePerChange(findings: readonly Finding[]): Finding[] {
  const result: Finding[] = [];
  for (const finding of findings) {
    const index = result.findIndex((other) => isOtherDirection(other, finding));
    if (index === -1) result.push(finding);
    else result[index] = bothDirections(result[index] as BreakFinding, finding as BreakFinding);
  }
  return result;
}

function isOtherDirection(one: Finding, other: Finding): boolean {
  if (one.kind !== "break" || other.kind !== "break" || one.also !== undefined || one.changes.length === 0)
    return false;
  return one.direction !== other.direction && keyOf(one, "") === keyOf(other, "");
}

function bothDirections(one: BreakFinding, other: BreakFinding): BreakFinding {
  const [backward, forward] = one.direction === "backward" ? [one, other] : [other, one];
  const { direction, baselines, witness, issues } = forward;
  return { ...backward, also: { direction, baselines, witness, issues } };
}

/** The newest baseline comes last, and its witness is the one to show. */
function merged(members: readonly Judged[]): Finding {
  const { finding } = members.at(-1) as Judged;
  if (!("baselines" in finding)) return finding;
  const baselines = members.flatMap((member) => ("baselines" in member.finding ? member.finding.baselines : []));
  return { ...finding, baselines };
}

/** Whether the baseline is another one, and one event shows the break with all of them. */
function isSame(members: readonly Judged[], { finding }: Judged): boolean {
  if (!("baselines" in finding)) return false;
  const isOther = members.every(
    (member) =>
      "baselines" in member.finding && !finding.baselines.some((name) => namesOf(member.finding).includes(name)),
  );
  const isShown = finding.kind !== "break" || members.every(({ confirms }) => confirms(finding.witness));
  return isOther && isShown;
}

function namesOf(finding: Finding): readonly string[] {
  return "baselines" in finding ? finding.baselines : [];
}

function keyOf(finding: Finding, direction = "direction" in finding ? finding.direction : ""): string {
  const { kind, code, severity, location } = finding;
  const about = "eventName" in finding ? finding.eventName : "";
  const changes =
    "changes" in finding
      ? finding.changes.map(({ code: each, field, params, at }) => [each, field, params, at.file, at.pointer])
      : [];
  const place = code === "event-removed" ? "" : `${location.file}:${location.pointer}`;
  return JSON.stringify([kind, code, severity, place, about, direction, changes]);
}
