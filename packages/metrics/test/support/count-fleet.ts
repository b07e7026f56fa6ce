import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { openLogs } from "@metric-events/reader";
import { type FleetPlan, makeFleet, writeFleet } from "@metric-events/test-support";
import { afterAll } from "vitest";
import { MetricsCounter } from "../../src/index.js";

/** For a suite: the logs of a fleet, in a folder for each host, counted to their end. */
export async function countFleet(plan: FleetPlan) {
  const fleet = makeFleet(plan);
  const folder = mkdtempSync(join(tmpdir(), "metrics-fleet-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const paths = writeFleet(fleet, folder);
  const open = () => openLogs(paths, { hostOf: (path) => path.split("/").at(-2) });
  const counter = new MetricsCounter(catalogue);
  await counter.count(await open(), { now: fleet.end });
  return { fleet, folder, paths, open, counter };
}
