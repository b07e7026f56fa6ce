import { resolve } from "node:path";
import type { LogFile } from "@metric-events/reader";
import { didYouMean, listNames, suggest } from "@metric-events/runtime";
import type { LintCache, SchemaSet } from "@metric-events/schema";
import type { Baseline } from "./baselines/baseline.js";
import { newestReleaseOnly } from "./baselines/newest-release.js";
import { parseSource } from "./baselines/parse-source.js";
import { readBaselines } from "./baselines/read-baselines.js";
import { type Candidate, candidateOf, loadCandidate } from "./candidate.js";
import { CheckError } from "./check-error.js";
import { compareEvents, type EventOutcome } from "./compare/compare-events.js";
import type { Finding } from "./policy/finding.js";
import { judgeIgnores } from "./policy/ignore.js";
import { judge, verdictsOf } from "./policy/judge.js";
import { defaultPolicy, type Policy } from "./policy/policy.js";
import { replayInto } from "./replay/replay-logs.js";
import { type CheckResult, emptyResult } from "./result.js";
import { bumpFindings, bumpsOf, versionNote } from "./versions/bump-findings.js";
import { placeAt, placesIn } from "./versions/json-places.js";
import { findManifestFile, readManifest } from "./versions/manifest.js";

export interface DiffOptions {
  /** Folder of the schemas as they are now, relative to `cwd`. */
  readonly schemas: string;
  /**
   * What to compare with: `git:v1.2.0`, `git:tags`, `npm:@acme/events@1.4.0`, the path of a .tgz or of a folder. Default: all release
   * tags or, while there is none, the main branch.
   */
  readonly against?: readonly string[];
  /** What relative paths are relative to. Default: the working directory of the process. */
  readonly cwd?: string;
  /** Path of the package.json whose version must rise. Default: the nearest one. */
  readonly manifest?: string | undefined;
  /** Knows schemas that the lint has nothing against. Without it, it looks at all of them. */
  readonly cache?: LintCache | undefined;
  /** Called before an event is compared with a baseline, and awaited. */
  readonly onProgress?: (eventName: string, baseline: string) => Promise<void> | void;
}

export interface CheckOptions extends DiffOptions {
  /** Who must go on reading, and which breaks are accepted. Default: full, transitive compatibility; nothing is accepted. */
  readonly policy?: Partial<Policy>;
  /** Path of the config file that the policy comes from, for findings about its entries. */
  readonly configFile?: string | undefined;
  /** Milliseconds since the epoch: it decides which accepted breaks have expired. Default: now. */
  readonly now?: number;
  /** Logs whose lines are replayed through the reader contract of the candidate, besides comparing the schemas. */
  readonly logs?: readonly LogFile[];
}

/** What happened to each event since each baseline: facts, without a judgement. */
export interface SchemaDiff {
  readonly outcomes: readonly EventOutcome[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * Says what changed in schemas since each baseline.
 *
 * @throws {UnusableSchemasError} for schemas that the lint refuses.
 * @throws {CheckError} for a baseline that cannot be read.
 */
export async function diffSchemas(options: DiffOptions): Promise<SchemaDiff> {
  const candidate = loaded(options);
  const { baselines, notes } = await read(candidate, options);
  return { outcomes: await compared(baselines, candidate, options), notes };
}

/**
 * Proves that a change of schemas breaks no reader, or finds the events that it breaks.
 *
 * @throws {UnusableSchemasError} for schemas that the lint refuses.
 * @throws {CheckError} for a baseline or log that cannot be read, or a policy about an unknown event.
 */
export async function checkSchemas(options: CheckOptions): Promise<CheckResult> {
  return checkCandidate(loaded(options), options);
}

/** The same for schemas that were loaded already. */
export async function checkSet(set: SchemaSet, options: CheckOptions): Promise<CheckResult> {
  const { schemas, cwd = process.cwd() } = options;
  return checkCandidate(candidateOf(resolve(cwd, schemas), set), options);
}

async function checkCandidate(candidate: Candidate, options: CheckOptions): Promise<CheckResult> {
  const { cwd = process.cwd(), configFile, logs = [] } = options;
  const policy = { ...defaultPolicy, ...options.policy };
  const { manifestFile, baselines: all, notes } = await read(candidate, options);
  const manifest = manifestFile === undefined ? undefined : readManifest(manifestFile);
  const baselines = policy.isTransitive ? all : newestReleaseOnly(all);
  const today = dayOf(options.now);

  const outcomes = await compared(baselines, candidate, options);
  assertKnown(policy, new Set([...candidate.events.keys(), ...outcomes.map(({ eventName }) => eventName)]));
  const breaks = judge(outcomes, candidate, policy, today);
  const bumps = bumpsOf(baselines, outcomes, breaks, manifest, policy);
  const configPlaces = configFile === undefined ? undefined : placesIn(configFile, cwd);
  const ignores = judgeIgnores(breaks, policy, (index) => placeAt(configPlaces, `/check/ignore/${index}`), today);
  const result: CheckResult = {
    baselines: baselines.map(({ name }) => name),
    findings: [
      ...breaks.toSorted(byPlace),
      ...(baselines.length === 0 ? [] : ignores),
      ...bumpFindings(bumps, manifestFile === undefined ? undefined : placesIn(manifestFile, cwd)),
    ],
    verdicts: verdictsOf(outcomes, policy),
    bumps,
    notes: [...notes, ...versionNote(manifest, policy)],
    logs: [],
  };
  return logs.length === 0 ? result : replayInto(result, { logs, candidate, baselines, policy, today });
}

/**
 * Replays the lines of logs through the reader contract of schemas, without comparing the schemas with anything.
 *
 * @throws {UnusableSchemasError} for schemas that the lint refuses.
 * @throws {CheckError} `unreadable-log` for a log that cannot be read to its end: what is left out would count as compatible.
 */
export async function replayLogs(
  logs: readonly LogFile[],
  options: Pick<CheckOptions, "schemas" | "cwd" | "policy" | "now">,
): Promise<CheckResult> {
  const { schemas, cwd = process.cwd() } = options;
  const policy = { ...defaultPolicy, ...options.policy };
  const candidate = loadCandidate(resolve(cwd, schemas));
  return replayInto(emptyResult, { logs, candidate, baselines: [], policy, today: dayOf(options.now) });
}

function loaded({ schemas, cwd = process.cwd(), cache }: DiffOptions): Candidate {
  return loadCandidate(resolve(cwd, schemas), cache);
}

async function read(candidate: Candidate, { against = [], cwd = process.cwd(), manifest }: DiffOptions) {
  const manifestFile = manifest === undefined ? findManifestFile(candidate.folder) : resolve(cwd, manifest);
  const places = { cwd, schemas: candidate.folder, manifest: manifestFile };
  const { baselines, notes } = await readBaselines(against.map(parseSource), places);
  return { manifestFile, baselines, notes };
}

async function compared(
  baselines: readonly Baseline[],
  candidate: Candidate,
  { onProgress }: DiffOptions,
): Promise<EventOutcome[]> {
  return compareEvents(baselines, candidate.events, async (eventName, { name }) => onProgress?.(eventName, name));
}

/** @throws {CheckError} for a mode or an allowance of an event that is neither here nor in a baseline. */
function assertKnown({ modeByEvent, allowUnknown }: Policy, names: ReadonlySet<string>): void {
  const unknown = [...modeByEvent.keys(), ...allowUnknown].find((name) => name !== "*" && !names.has(name));
  if (unknown === undefined) return;
  const hint = didYouMean(suggest(unknown, [...names]), {
    otherwise: `the events are ${listNames([...names], unknown)}`,
  });
  throw new CheckError(
    "unknown-event",
    `the policy names an event ${JSON.stringify(unknown)} that is in no schema${hint}`,
  );
}

function dayOf(now: number = Date.now()): string {
  return new Date(now).toISOString().slice(0, 10);
}

function byPlace(left: Finding, right: Finding): number {
  if (left.location.file !== right.location.file) return left.location.file < right.location.file ? -1 : 1;
  return left.location.line - right.location.line || left.location.column - right.location.column;
}
