import { hostFolder } from "@metric-events/reader";
import { expect, it } from "vitest";
import { hiveFolder } from "../../src/parts/hive-folder.js";

it.each([
  ["build-7.example_1", "host=build-7.example_1"],
  ["a/b", "host=a%2Fb"],
  ["..", "host=.."],
  ["x=y %25", "host=x%3Dy%20%2525"],
  ["ü\n", "host=%C3%BC%0A"],
  ["", "host=__HIVE_DEFAULT_PARTITION__"],
  [undefined, "host=__HIVE_DEFAULT_PARTITION__"],
  ["__HIVE_DEFAULT_PARTITION__", "host=%5F_HIVE_DEFAULT_PARTITION__"],
])("the host %j has the folder %s", (host, folder) => {
  expect(hiveFolder("host", host)).toBe(folder);
  expect(hostFolder(`lake/${folder}/x.parquet`)).toBe(host === "" ? undefined : host);
});

it("a name of any length has a folder of its own", () => {
  const names = ["a".repeat(300), `${"a".repeat(299)}b`, "ü".repeat(300), "%".repeat(67)];
  const folders = names.map((name) => hiveFolder("host", name));
  expect(new Set(folders).size).toBe(names.length);
  for (const folder of folders) {
    expect(folder.length).toBeLessThan(220);
    expect(() => decodeURIComponent(folder)).not.toThrow();
  }
});
