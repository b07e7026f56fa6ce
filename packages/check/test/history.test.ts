import { join } from "node:path";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { describe, expect, it } from "vitest";
import { type SchemaHistory, schemaHistory } from "../src/index.js";
import { doorLocked, doorOpened, edit, writeSchemas } from "./support/door-schemas.js";
import { commitAll, git } from "./support/repository.js";

/** What a history says, in a few words. */
function shown({ releases }: SchemaHistory): readonly string[] {
  return releases.flatMap(({ name, since, events }) => [
    `${name} since ${since}`,
    ...events.map(({ event, status, backward, forward, changes }) =>
      [`  ${event} ${status} ${backward} ${forward}`, ...changes.map(({ message }) => message)].join(": "),
    ),
  ]);
}

/** Three releases, as folders. */
function archives(): string {
  const cwd = temporaryFolder();
  writeSchemas(join(cwd, "releases/1.0.0"), doorOpened());
  for (const folder of ["releases/1.1.0", "releases/1.10.0", "schemas"])
    writeSchemas(join(cwd, folder), doorOpened(), doorLocked());
  for (const folder of ["releases/1.10.0", "schemas"])
    edit(join(cwd, folder), "door_opened", ({ required }) => required.push("way"));
  return cwd;
}

const against = ["releases/1.10.0", "releases/1.0.0", "releases/1.1.0"];

describe("schemaHistory", () => {
  it("compares each release with the one before, by version, the newest first", async () => {
    const history = await schemaHistory({ schemas: "schemas", cwd: archives(), against });
    expect(shown(history)).toEqual([
      "1.10.0 since 1.1.0",
      '  door_opened changed incompatible compatible: "way" is required now',
      "1.1.0 since 1.0.0",
      "  door_locked added compatible compatible",
      "1.0.0 since undefined",
      "  door_opened added compatible compatible",
    ]);
  });

  it("has what is not released yet, and what was removed", async () => {
    const cwd = archives();
    writeSchemas(join(cwd, "schemas"), doorOpened());
    writeFiles(cwd, { "schemas/events/door_locked.schema.json": {} });
    const events = join(cwd, "schemas/events");
    git(cwd, "init", "-q");
    git(cwd, "add", ".");
    git(cwd, "rm", "-qf", join(events, "door_locked.schema.json"));
    expect(shown(await schemaHistory({ schemas: "schemas", cwd, against })).slice(0, 3)).toEqual([
      "undefined since 1.10.0",
      "  door_locked removed incompatible compatible",
      '  door_opened changed compatible incompatible: "way" is no longer required',
    ]);
  });

  it("is the same before and after the release is tagged, since the version is in the manifest", async () => {
    const cwd = temporaryFolder();
    git(cwd, "init", "-q");
    writeFiles(cwd, { "package.json": { name: "doors", version: "1.0.0" } });
    writeSchemas(join(cwd, "schemas"), doorOpened());
    commitAll(cwd, "First");
    git(cwd, "tag", "v1.0.0");
    writeFiles(cwd, { "package.json": { name: "doors", version: "1.1.0" } });
    writeSchemas(join(cwd, "schemas"), doorOpened(), doorLocked());
    const before = shown(await schemaHistory({ schemas: "schemas", cwd }));
    expect(before.slice(0, 2)).toEqual(["1.1.0 since 1.0.0", "  door_locked added compatible compatible"]);
    commitAll(cwd, "Second");
    git(cwd, "tag", "v1.1.0");
    expect(shown(await schemaHistory({ schemas: "schemas", cwd }))).toEqual(before);
  });

  it("is empty where nothing was released, with git and without", async () => {
    const cwd = temporaryFolder();
    writeSchemas(join(cwd, "schemas"), doorOpened());
    expect(await schemaHistory({ schemas: "schemas", cwd })).toEqual({ releases: [], notes: [] });
    git(cwd, "init", "-q");
    commitAll(cwd, "First");
    expect(await schemaHistory({ schemas: "schemas", cwd })).toEqual({ releases: [], notes: ["no release tag yet"] });
  });

  it("passes over no release that cannot be read", async () => {
    const cwd = archives();
    await expect(schemaHistory({ schemas: "schemas", cwd, against: ["releases/9.9.9"] })).rejects.toMatchObject({
      code: "baseline-not-found",
    });
  });
});
