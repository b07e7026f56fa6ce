import { describe, expect, it } from "vitest";
import { familyPath } from "../../src/origin/family-path.js";

const nothing = (): boolean => false;

describe("the log that a path belongs to", () => {
  it.each([
    ["m.log", "m.log"],
    ["m.log.1", "m.log"],
    ["m.log.12.gz", "m.log"],
    ["m.log-20261123", "m.log"],
    ["m.log-20261123-1795428000.zst", "m.log"],
    ["m.log-2026112310.backup", "m.log"],
    ["m.log-20261123-102233.125.gz", "m.log"],
    ["m-20261123.log", "m.log"],
    ["m-2026-11-23T10-22-33Z.log", "m.log"],
    ["m.log.2026-11-23T10-22-33.123Z", "m.log"],
    ["2026-11-23.log", "*.log"],
    ["2026-11.ndjson.gz", "*.ndjson"],
    // Copies.
    ["m.log.bak", "m.log"],
    ["m.log.1.bak", "m.log"],
    ["m.log-20261123.gz.old", "m.log"],
    ["m.log~", "m.log"],
    [".bak", ".bak"],
    // Numbers that tell logs apart.
    ["web-1.log", "web-1.log"],
    ["web-1.log.3", "web-1.log"],
    ["10.0.0.1", "10.0.0.1"],
    ["10.0.0.1.log", "10.0.0.1.log"],
    ["node.1", "node.1"],
    ["fleet-202611.log", "fleet-202611.log"],
    ["1.log", "1.log"],
  ])("%s is of %s", (name, log) => {
    expect(familyPath(`/logs/${name}`, nothing)).toBe(`/logs/${log}`);
  });

  it("is that of a file which is there, where the name alone does not say it", () => {
    const there = new Set(["/logs/node", "/logs/b.log"]);
    const isThere = (path: string): boolean => there.has(path);
    expect(familyPath("/logs/node.1", isThere)).toBe("/logs/node");
    expect(familyPath("/logs/b.1.log", isThere)).toBe("/logs/b.log");
    expect(familyPath("/other/node.1", isThere)).toBe("/other/node.1");
  });
});
