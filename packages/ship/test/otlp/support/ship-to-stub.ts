import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import type { Catalogue } from "@metric-events/runtime";
import { type ShipCounts, shipLogs } from "../../../src/index.js";
import type { StubCollector } from "./stub-collector.js";

export interface StubShipping {
  readonly folder: string;
  readonly lines?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly catalogue?: Catalogue;
  readonly signal?: AbortSignal;
  readonly to?: string;
  readonly host?: string;
}

/** Ships a log of these lines once, with its state in the same folder. */
export async function shipToStub(
  { to }: Pick<StubCollector, "to">,
  options: StubShipping,
): Promise<{ readonly counts: ShipCounts; readonly notices: readonly string[] }> {
  const { folder, lines, env = {} } = options;
  if (lines !== undefined) writeFileSync(join(folder, "metrics.log"), lines.map((line) => `${line}\n`).join(""));
  const notices: string[] = [];
  const counts = await shipLogs({
    logs: ["metrics.log"],
    to: options.to ?? to,
    host: options.host ?? "build-7",
    catalogue: options.catalogue ?? catalogue,
    signal: options.signal ?? new AbortController().signal,
    once: true,
    cwd: folder,
    env: { METRICS_SHIP_STATE: "state", ...env },
    onNotice: (text) => void notices.push(text),
  });
  return { counts, notices };
}
