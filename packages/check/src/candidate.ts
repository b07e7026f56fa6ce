import { type LintCache, loadUsableSchemas, type SchemaSet } from "@metric-events/schema";
import type { Events } from "./compare/compare-events.js";
import { eventVersions } from "./compare/event-version.js";

/** The schemas as they are now. */
export interface Candidate {
  /** Absolute path of their folder. */
  readonly folder: string;
  /** The same for people. */
  readonly root: string;
  readonly events: Events;
}

/** @throws {UnusableSchemasError} with what the lint says when it finds anything. */
export function loadCandidate(folder: string, cache?: LintCache): Candidate {
  return candidateOf(folder, loadUsableSchemas(folder, cache));
}

/** @param set the schemas of the folder; the lint has nothing against them. */
export function candidateOf(folder: string, set: SchemaSet): Candidate {
  return { folder, root: set.root, events: eventVersions(set) };
}
