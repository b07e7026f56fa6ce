import { type LintCache, loadUsableSchemas } from "@metric-events/schema";
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
  const set = loadUsableSchemas(folder, cache);
  return { folder, root: set.root, events: eventVersions(set) };
}
