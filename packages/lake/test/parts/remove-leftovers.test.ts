import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { emptyManifest } from "../../src/manifest/manifest.js";
import { removeLeftovers } from "../../src/parts/remove-leftovers.js";

it("removes what a killed writer left, and nothing else", () => {
  const lake = temporaryFolder();
  const day = "event=a/day=2026-11-23";
  const kept = [
    `${day}/host=b/00000001-append.parquet`,
    `${day}/host=b/notes.parquet`,
    `${day}/README.md`,
    "other/00000009-append.parquet",
    "_lake/ledger-00000001.json",
    "_lake/notes.json",
  ];
  const left = [
    `${day}/host=b/00000002-append.parquet`,
    `${day}/host=c/00000002-tail-3.parquet.unfinished`,
    `${day}/host=b/00000002-compact-1.parquet`,
    "_bad_lines/00000002-append.parquet",
    "_lake/ledger-00000002.json",
    "_lake/lock-77.unfinished",
  ];
  for (const path of [...kept, ...left]) {
    mkdirSync(dirname(join(lake, path)), { recursive: true });
    writeFileSync(join(lake, path), "");
  }
  const part = { path: kept[0] ?? "", rows: 1, bytes: 1, schema: 0, event: "a" };
  const times = { day: undefined, host: undefined, first: undefined, last: undefined };
  removeLeftovers(lake, { ...emptyManifest, ledger: "ledger-00000001.json", parts: [{ ...part, ...times }] });
  const isThere = (path: string): boolean => existsSync(join(lake, path));
  expect(kept.filter((path) => !isThere(path))).toEqual([]);
  expect(left.filter(isThere)).toEqual([]);
  expect(isThere(`${day}/host=c`)).toBe(false);
});
