import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where the tests of one run keep the packages that they packed, so that each is packed once. */
export const packedFolderVariable = "METRIC_EVENTS_PACKED";

/** Called by vitest before all tests, in the process that starts those that run them. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "metric-events-packed-"));
  process.env[packedFolderVariable] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
