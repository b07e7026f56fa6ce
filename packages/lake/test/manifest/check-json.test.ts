import { describe, expect, it } from "vitest";
import { isLedger, isManifest } from "../../src/manifest/check-json.js";
import { emptyManifest } from "../../src/manifest/manifest.js";

const part = {
  path: "event=a/day=2026-11-23/host=b/00000001-append.parquet",
  rows: 1,
  bytes: 1,
  schema: 0,
  event: "a",
};
const manifest = { ...emptyManifest, schemas: [[["ts", "TIMESTAMP"]]], parts: [part] };

describe("a manifest", () => {
  it("is accepted as it is written", () => {
    expect([emptyManifest, manifest, JSON.parse(JSON.stringify(manifest))].map(isManifest)).toEqual([true, true, true]);
  });

  it.each([
    "../x.parquet",
    "a/../x.parquet",
    "/etc/x.parquet",
    "a//x.parquet",
    "./x.parquet",
    "a/.x.parquet",
    "a\\..\\x.parquet",
    "x.parquet",
    "a/x.txt",
  ])("with the path %s is refused", (path) => {
    expect(isManifest({ ...manifest, parts: [{ ...part, path }] })).toBe(false);
  });

  it("is refused where a value is missing, of another type, or leads nowhere", () => {
    const { rows: _, ...without } = part;
    const wrong = [{ ...part, schema: 1 }, { ...part, rows: -1 }, { ...part, day: "today" }, without, null];
    expect(wrong.map((each) => isManifest({ ...manifest, parts: [each] }))).toEqual(wrong.map(() => false));
    expect([null, [], 1, {}, { ...manifest, ledger: "../ledger-00000001.json" }].some(isManifest)).toBe(false);
  });
});

describe("a ledger", () => {
  it("is refused where a value is missing", () => {
    const log = { host: "", name: "a", bytes: 1, lines: 1, hash: "00", marks: [{ bytes: 1, hash: "00" }] };
    expect(isLedger({ logs: [log, { ...log, tail: { bytes: 1, hash: "0" }, packed: ["00"] }] })).toBe(true);
    expect([{ logs: [{ ...log, hash: "x" }] }, { logs: [{ ...log, marks: ["00"] }] }, { logs: 1 }].some(isLedger)).toBe(
      false,
    );
  });
});
