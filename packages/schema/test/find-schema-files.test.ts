import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { findSchemaFiles } from "../src/find-schema-files.js";
import { formatDiagnostic, lint, loadSchemas } from "../src/index.js";

const door = {
  title: "DoorOpened",
  description: "Somebody opened a door.",
  type: "object",
  required: ["timestamp", "event"],
  properties: {
    timestamp: { description: "When somebody opened it.", type: "number", unit: "s" },
    event: { const: "door_opened" },
  },
};

describe("a schema folder of a stranger", () => {
  let folder = "";
  let schemas = "";
  beforeEach(() => {
    folder = temporaryFolder();
    schemas = join(folder, "schemas");
    mkdirSync(join(schemas, "events"), { recursive: true });
    mkdirSync(join(schemas, "shared"));
    writeFileSync(join(schemas, "events/door_opened.schema.json"), JSON.stringify(door));
    writeFileSync(join(folder, "secret.json"), "correct horse battery staple");
  });

  function found(): string {
    const messages = lint(loadSchemas(schemas)).map(formatDiagnostic);
    return messages.join("\n").replaceAll(folder, "");
  }

  it.each([
    ["a file", () => "../../secret.json"],
    ["a file by its absolute path", () => join(folder, "secret.json")],
    ["a device", () => "/dev/zero"],
  ])("is not left by a link to %s", (_, target) => {
    symlinkSync(target(), join(schemas, "shared/other.schema.json"));
    expect(found()).toBe(
      "/schemas/shared/other.schema.json:1:1: cannot read this: it is a link out of the schema folder; put a copy in its place (unreadable-file)",
    );
  });

  it("is not left by a link to a folder", () => {
    symlinkSync(folder, join(schemas, "shared/up"));
    expect(found()).toContain("/schemas/shared/up:1:1: cannot read this: it is a link out of the schema folder");
  });

  it("may have links within it", () => {
    writeFileSync(
      join(schemas, "shared/a.schema.json"),
      JSON.stringify({ title: "A", type: "string", description: "A." }),
    );
    mkdirSync(join(schemas, "events/more"));
    symlinkSync("../../shared", join(schemas, "events/more/linked"));
    symlinkSync("schemas", join(folder, "link"));
    schemas = join(folder, "link");
    expect(loadSchemas(schemas).diagnostics).toEqual([]);
    expect(loadSchemas(schemas).files).toHaveLength(3);
  });

  it("may have links that lead nowhere, unless they are called like schema files", () => {
    symlinkSync("nobody@host.1234", join(schemas, "events/.#door"));
    expect(found()).toBe("");
    symlinkSync("nowhere", join(schemas, "events/gone.schema.json"));
    expect(found()).toContain("/schemas/events/gone.schema.json:1:1: cannot read this: no such file or directory");
  });

  it("is walked once, however many links lead back", () => {
    for (const name of ["a", "b", "c", "d"]) symlinkSync(".", join(schemas, "shared", name));
    expect(found().split("\n")).toEqual(
      ["a", "b", "c", "d"].map(
        (name) =>
          `/schemas/shared/${name}:1:1: cannot read this: it is a link to a folder that it is in; remove it (unreadable-file)`,
      ),
    );
  });

  it("is not walked for ever where links multiply", () => {
    for (let level = 0; level < 16; level++) {
      mkdirSync(join(schemas, `shared/level${level}`));
      for (const name of ["a", "b"]) symlinkSync(`../level${level + 1}`, join(schemas, `shared/level${level}/${name}`));
    }
    mkdirSync(join(schemas, "shared/level16"));
    expect(found()).toContain("cannot read this: more than 1000 links to folders lead here; remove some");
    expect(found().split("\n").length).toBeLessThan(2000);
  });

  it("is not read where it has a FIFO or a huge file", () => {
    execFileSync("mkfifo", [join(schemas, "shared/pipe.schema.json")]);
    writeFileSync(join(schemas, "shared/large.schema.json"), "");
    truncateSync(join(schemas, "shared/large.schema.json"), 17 * 1024 * 1024);
    expect(found().split("\n")).toEqual([
      "/schemas/shared/large.schema.json:1:1: cannot read this: expected at most 1 MiB, received 17825792 bytes (unreadable-file)",
      "/schemas/shared/pipe.schema.json:1:1: cannot read this: it is not a regular file (unreadable-file)",
    ]);
  });

  it("is read up to 64 MiB of schema files; the place is named", () => {
    for (let index = 0; index < 66; index++) {
      const file = join(schemas, `shared/f${100 + index}.schema.json`);
      writeFileSync(file, "");
      truncateSync(file, 1024 * 1024);
    }
    expect(findSchemaFiles(schemas).files).toHaveLength(64);
    expect(findSchemaFiles(schemas).unreadable).toEqual([
      {
        path: "shared/f163.schema.json",
        reason:
          "the schema folder has more than 64 MiB of schema files, which is reached here; nothing after this is read",
      },
    ]);
  });

  it("is read up to 10,000 schema files; what follows is one error, not one each", () => {
    for (let index = 0; index < 10_010; index++)
      writeFileSync(join(schemas, `shared/f${10_000 + index}.schema.json`), "");
    const { files, unreadable } = findSchemaFiles(schemas);
    expect(files).toHaveLength(10_000);
    expect(unreadable).toEqual([
      {
        path: "shared/f19999.schema.json",
        reason:
          "the schema folder has more than 10,000 schema files, which is reached here; nothing after this is read",
      },
    ]);
  });
});
