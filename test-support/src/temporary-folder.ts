import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder of its own for the running test, without links in its path; removed with everything in it. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "metric-events-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
