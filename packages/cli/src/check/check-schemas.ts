import { suggest } from "@metric-events/core/runtime";
import { rcompare, valid } from "semver";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { Progress } from "../format/progress.js";
import type { Baseline, Baselines } from "./baselines/baseline.js";
import { parseSource } from "./baselines/parse-source.js";
import { readBaselines } from "./baselines/read-baselines.js";
import { type Bump, highest, isEnough, isVersion, levelFor, receivedLevel, requiredLevel } from "./bump.js";
import type { Candidate } from "./candidate.js";
import { compareEvents, type EventOutcome } from "./compare-events.js";
import type { Finding } from "./finding.js";
import { judgeIgnores } from "./ignore.js";
import { type FilePlaces, placeAt, placesIn } from "./json-places.js";
import { judge, verdictsOf } from "./judge.js";
import { findManifestFile, type Manifest, readManifest } from "./manifest.js";
import type { Policy } from "./policy.js";
import type { CheckReport } from "./report/report.js";

export interface ComparisonJob {
  readonly candidate: Candidate;
  /** What to compare with; none for the default. */
  readonly against: readonly string[];
  /** Absolute path of a package.json; else the nearest one counts. */
  readonly manifestFile: string | undefined;
  readonly context: Context;
}

export interface CheckJob extends ComparisonJob {
  readonly policy: Policy;
  /** Absolute path of the config file that the policy is from, if it is from one. */
  readonly configFile: string | undefined;
}

/** What became of each event since each baseline: the facts, without a judgement. */
export async function compareWithBaselines(
  job: ComparisonJob,
): Promise<{ readonly outcomes: readonly EventOutcome[]; readonly notes: readonly string[] }> {
  const { baselines, notes } = await baselinesOf(job, job.manifestFile ?? findManifestFile(job.candidate.folder));
  return { outcomes: await compared(baselines, job), notes };
}

async function compared(
  baselines: readonly Baseline[],
  { candidate, context }: ComparisonJob,
): Promise<EventOutcome[]> {
  const progress = new Progress(context);
  const outcomes = await compareEvents(baselines, candidate.events, (eventName, { name }) =>
    progress.show(() => `comparing ${eventName} with ${name}`),
  );
  await progress.clear();
  return outcomes;
}

/** Everything that a check finds out: reads the baselines, compares, judges. */
export async function checkSchemas(job: CheckJob): Promise<CheckReport> {
  const { candidate, policy, context, configFile } = job;
  const file = job.manifestFile ?? findManifestFile(candidate.folder);
  const manifest = file === undefined ? undefined : readManifest(file);
  const read = await baselinesOf(job, file);
  const baselines = policy.isTransitive ? read.baselines : newestReleaseOnly(read.baselines);
  const today = new Date(context.now()).toISOString().slice(0, 10);

  const outcomes = await compared(baselines, job);
  assertKnown(policy, new Set([...candidate.events.keys(), ...outcomes.map(({ eventName }) => eventName)]));
  const breaks = judge(outcomes, candidate, policy, today);
  const bumps = bumpsOf(baselines, outcomes, breaks, manifest, policy);
  const configPlaces = configFile === undefined ? undefined : placesIn(configFile, context);
  const findings = [
    ...breaks.toSorted(byPlace),
    ...(baselines.length === 0
      ? []
      : judgeIgnores(breaks, policy, (index) => placeAt(configPlaces, `/check/ignore/${index}`), today)),
    ...bumpFindings(bumps, file === undefined ? undefined : placesIn(file, context)),
  ];
  return {
    baselines: baselines.map(({ name }) => name),
    findings,
    verdicts: verdictsOf(outcomes, policy),
    bumps,
    notes: [...read.notes, ...versionNote(manifest, policy)],
    logs: [],
  };
}

/** @throws {UsageError} for a mode or an allowance of an event that is neither here nor in a baseline. */
function assertKnown({ modeByEvent, allowUnknown }: Policy, names: ReadonlySet<string>): void {
  const unknown = [...modeByEvent.keys(), ...allowUnknown].find((name) => name !== "*" && !names.has(name));
  if (unknown === undefined) return;
  const meant = suggest(unknown, [...names]);
  const hint = meant === undefined ? `there are ${[...names].join(", ")}` : `did you mean ${JSON.stringify(meant)}?`;
  throw new UsageError(`the policy names an event ${JSON.stringify(unknown)} that is in no schema; ${hint}`);
}

async function baselinesOf(
  { against, candidate, context }: ComparisonJob,
  manifest: string | undefined,
): Promise<Baselines> {
  const places = { cwd: context.cwd, schemas: candidate.folder, manifest };
  return readBaselines(against.map(parseSource), places);
}

function newestReleaseOnly(baselines: readonly Baseline[]): Baseline[] {
  const [newest] = baselines.filter(({ isRelease }) => isRelease).toSorted(byVersion);
  return baselines.filter((baseline) => !baseline.isRelease || baseline === newest);
}

/** The newest first; a tag says which version it is, else the package does. */
function byVersion(left: Baseline, right: Baseline): number {
  return rcompare(versionOf(left), versionOf(right));
}

function versionOf({ name, version }: Baseline): string {
  return valid(/(\d+\.\d+\.\d+)$/.exec(name)?.[1]) ?? valid(version) ?? "0.0.0";
}

function bumpsOf(
  baselines: readonly Baseline[],
  outcomes: readonly EventOutcome[],
  findings: readonly Finding[],
  manifest: Manifest | undefined,
  policy: Policy,
): Bump[] {
  const candidateVersion = manifest?.planned;
  if (!isVersion(candidateVersion) || policy.bump === "never") return [];
  const counted = baselines.filter(({ isRelease }) => isRelease || policy.bump === "always");
  return counted.flatMap(({ name, version }) => {
    if (!isVersion(version)) return [];
    const own = outcomes.filter(({ baseline }) => baseline.name === name);
    const related = findings.filter((finding) => "baselines" in finding && finding.baselines.includes(name));
    const required = levelFor(version, requiredLevel(own, related, policy));
    const received = receivedLevel(version, candidateVersion);
    return [{ baseline: name, baselineVersion: version, candidateVersion, required, received }];
  });
}

function versionNote(manifest: Manifest | undefined, { bump }: Policy): string[] {
  const isUnversioned = manifest !== undefined && bump === "always" && !isVersion(manifest.version);
  return isUnversioned ? [`${manifest.file} has no version, so none has to rise`] : [];
}

function bumpFindings(bumps: readonly Bump[], manifest: FilePlaces | undefined): Finding[] {
  const missing = bumps.filter((bump) => !isEnough(bump));
  // One version has to rise, whatever the number of releases that ask for it.
  const strongest = missing.findLast(({ required }) => required === highest(missing.map((bump) => bump.required)));
  if (strongest === undefined) return [];
  const location = placeAt(manifest, "/version");
  return [{ kind: "bump", code: "missing-bump", severity: "error", location, bump: strongest }];
}

function byPlace(left: Finding, right: Finding): number {
  if (left.location.file !== right.location.file) return left.location.file < right.location.file ? -1 : 1;
  return left.location.line - right.location.line || left.location.column - right.location.column;
}
