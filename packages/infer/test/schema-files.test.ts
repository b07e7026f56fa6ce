import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { writeSchemaFiles } from "../src/index.js";
import { inferLines } from "./support/infer-lines.js";

const lines = ['{"timestamp":1,"event":"a","n":1}', '{"timestamp":2,"event":"b","n":2}'];

it("keeps files that are there, links that lead nowhere included, and writes the others", async () => {
  const folder = temporaryFolder();
  const outside = join(temporaryFolder(), "outside");
  mkdirSync(join(folder, "events"));
  mkdirSync(join(folder, "shared"));
  writeFileSync(join(folder, "shared/event.schema.json"), "ours");
  symlinkSync(outside, join(folder, "events/a.schema.json"));
  const proposal = await inferLines(lines);
  expect(writeSchemaFiles(proposal, folder)).toEqual({
    written: ["events/b.schema.json"],
    kept: ["events/a.schema.json", "shared/event.schema.json"],
  });
  expect(readFileSync(join(folder, "shared/event.schema.json"), "utf8")).toBe("ours");
  expect(existsSync(outside)).toBe(false);
});

it("refers to the meta-schema where the folder has it", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "meta"));
  writeFileSync(join(folder, "meta/event.schema.json"), "{}");
  writeSchemaFiles(await inferLines(lines), folder);
  for (const file of ["events/a.schema.json", "shared/event.schema.json"]) {
    expect(JSON.parse(readFileSync(join(folder, file), "utf8"))).toMatchObject({
      $schema: "../meta/event.schema.json",
    });
  }
});

it("fails where the folder is a file", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const proposal = await inferLines(lines);
  expect(() => writeSchemaFiles(proposal, file)).toThrow("ENOTDIR");
});
