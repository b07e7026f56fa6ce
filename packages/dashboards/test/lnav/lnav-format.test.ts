import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue } from "@metric-events/core";
import { bound, fleetLines, hasTool, makeFleet, temporaryFolder } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { lnavFormat, lnavFormatName } from "../../src/index.js";

const hasLnav = hasTool("lnav");

describe("the format for lnav", () => {
  const [lines = []] = fleetLines(makeFleet({ seed: 2, days: 14, hosts: 1 })).values();

  /** Runs commands in lnav without a screen. */
  function lnav(...commands: readonly string[]) {
    const home = temporaryFolder();
    const formats = join(home, ".config/lnav/formats/installed");
    mkdirSync(formats, { recursive: true });
    writeFileSync(join(formats, `${lnavFormatName}.json`), lnavFormat(catalogue));
    writeFileSync(join(home, "metrics.log"), `${lines.join("\n")}\n`);
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, ".config"), TZ: "UTC", TERM: "xterm" };
    const args = ["-n", ...commands.flatMap((each) => ["-c", each]), join(home, "metrics.log")];
    return spawnSync(...bound("lnav", args), { env, encoding: "utf8" });
  }

  it.skipIf(!hasLnav)("gives lnav a table of the events, with numbers as numbers", () => {
    const { stdout, stderr, status } = lnav(
      `;select event, count(*) as n, round(sum(job_duration), 3) as total from ${lnavFormatName} group by event order by event`,
      ":write-csv-to -",
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const names = [...new Set(events.map(({ event }) => String(event)))].toSorted();
    const expected = names.map((name) => [name, events.filter(({ event }) => event === name).length]);
    const rows = stdout
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
    expect(rows.map(([name, count]) => [name, Number(count)])).toEqual(expected);
    const total = events.reduce((sum, { job_duration: each }) => sum + Number(each ?? 0), 0);
    expect(Number(rows.find(([name]) => name === "runner_stop")?.[2])).toBeCloseTo(total, 1);
  });

  it.skipIf(!hasLnav)("has the time of each event", () => {
    const { stdout } = lnav(`;select log_time, event from ${lnavFormatName} limit 1`, ":write-csv-to -");
    const first = JSON.parse(lines[0] ?? "") as { readonly timestamp: number; readonly event: string };
    const time = new Date(first.timestamp * 1000).toISOString().replace("T", " ").slice(0, 19);
    expect(stdout).toContain(`${time}`);
    expect(stdout).toContain(first.event);
  });

  it("lists every field of the schemas", () => {
    const format = JSON.parse(lnavFormat(catalogue)) as Record<
      string,
      { readonly value: Record<string, { readonly kind: string }> }
    >;
    const kinds = Object.fromEntries(
      Object.entries(format[lnavFormatName]?.value ?? {}).map(([name, { kind }]) => [name, kind]),
    );
    expect(kinds).toMatchObject({
      flavor: "string",
      idle: "float",
      idle_runners: "integer",
      status_info: "json",
      "status_info/code": "integer",
    });
  });
});
