import { resolve } from "node:path";
import { formatDiagnostic, lint, loadSchemas } from "@metric-events/schema";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { schemasFolder } from "../schemas/folders.js";
import type { Events } from "./compare-events.js";
import { eventVersions } from "./event-version.js";

/** The schemas as they are now. */
export interface Candidate {
  /** Absolute path of their folder. */
  readonly folder: string;
  /** The same for people. */
  readonly root: string;
  readonly events: Events;
}

/** @throws {UsageError} with what the lint says when it finds anything. */
export function loadCandidate(folder: string | undefined, context: Context): Candidate {
  const path = folder === undefined ? schemasFolder(context) : resolve(context.cwd, folder);
  const set = loadSchemas(path);
  const diagnostics = lint(set);
  if (diagnostics.length === 0) return { folder: path, root: set.root, events: eventVersions(set) };
  const lines = diagnostics.map((diagnostic) => `  ${formatDiagnostic(diagnostic)}`);
  throw new UsageError([`cannot compare the schemas in ${set.root}:`, ...lines].join("\n"));
}
