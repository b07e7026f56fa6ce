import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder of its own for the running test, removed with everything in it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-logger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
