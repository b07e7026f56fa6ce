import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ProjectCache } from "@metric-events/system";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

describe("ProjectCache", () => {
  let project: string;
  let home: string;
  beforeEach(() => {
    project = temporaryFolder();
    mkdirSync(join(project, "node_modules"));
    mkdirSync(join(project, "schemas"));
    home = useHome();
  });

  const cacheFolder = (): string => join(project, "node_modules/.cache/metric-events");
  const open = (): ProjectCache => {
    const cache = ProjectCache.of(join(project, "schemas"));
    if (cache === undefined) throw new Error("there should be a cache");
    return cache;
  };

  it("keeps texts for the next run", () => {
    open().write("lint", "one\ntwo");
    expect(open().read("lint")).toBe("one\ntwo");
    open().write("lint", "");
    expect(open().read("lint")).toBe("");
    expect(readdirSync(cacheFolder())).toEqual(["lint"]);
  });

  it("has nothing at first, and after somebody deleted it", () => {
    expect(open().read("lint")).toBeUndefined();
    open().write("lint", "text");
    rmSync(join(project, "node_modules/.cache"), { recursive: true });
    expect(open().read("lint")).toBeUndefined();
    open().write("lint", "again");
    expect(open().read("lint")).toBe("again");
  });

  it("is only for this user", () => {
    open().write("lint", "text");
    const modes = [cacheFolder(), join(cacheFolder(), "lint"), join(home, "metric-events/secret")];
    expect(modes.map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(["700", "600", "600"]);
  });

  it("belongs to the nearest node_modules, and is nowhere without one", () => {
    const alone = temporaryFolder();
    expect(ProjectCache.of(alone)).toBeUndefined();
    expect(ProjectCache.of(join(alone, "missing"))).toBeUndefined();
    const linked = temporaryFolder();
    symlinkSync(join(project, "node_modules"), join(linked, "node_modules"));
    expect(ProjectCache.of(linked)).toBeUndefined();
  });

  it.each<[string, (path: string) => void]>([
    ["damaged", (path) => writeFileSync(path, readFileSync(path, "utf8").replace("text", "test"))],
    ["cut off", (path) => writeFileSync(path, readFileSync(path).subarray(0, -1))],
    ["not ours", (path) => writeFileSync(path, `metric-events cache 1 ${"0".repeat(64)}\ntext`)],
    ["empty", (path) => writeFileSync(path, "")],
    ["not UTF-8", (path) => writeFileSync(path, new Uint8Array([0xff, 0xfe]))],
    ["one that others can write", (path) => chmodSync(path, 0o622)],
    ["a folder", (path) => (rmSync(path), mkdirSync(path))],
    ["a link", (path) => (rmSync(path), symlinkSync(signedElsewhere("lint", "text"), path))],
    ["in a folder that others can write", (path) => chmodSync(join(path, ".."), 0o777)],
    ["of another name", (path) => writeFileSync(path, readFileSync(signedElsewhere("other", "text")))],
  ])("ignores a file that is %s", (_, damage) => {
    open().write("lint", "text");
    damage(join(cacheFolder(), "lint"));
    expect(open().read("lint")).toBeUndefined();
  });

  it("writes a damaged file again", () => {
    open().write("lint", "text");
    writeFileSync(join(cacheFolder(), "lint"), "damaged");
    open().write("lint", "new");
    expect(open().read("lint")).toBe("new");
  });

  it("does not take what came with the project from another user or machine", () => {
    open().write("lint", "text");
    useHome();
    expect(open().read("lint")).toBeUndefined();
  });

  it("writes nothing through a link that came with the project", () => {
    const elsewhere = temporaryFolder();
    mkdirSync(join(project, "node_modules/.cache"));
    symlinkSync(elsewhere, cacheFolder());
    open().write("lint", "text");
    expect(open().read("lint")).toBeUndefined();
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("does without a cache where the secret cannot be trusted", () => {
    open().write("lint", "text");
    chmodSync(join(home, "metric-events/secret"), 0o644);
    expect(ProjectCache.of(project)).toBeUndefined();
    chmodSync(join(home, "metric-events/secret"), 0o600);
    writeFileSync(join(home, "metric-events/secret"), "short");
    expect(ProjectCache.of(project)).toBeUndefined();
  });
});

/** Lets the secret be in a new home until the end of the test. */
function useHome(): string {
  const previous = process.env["XDG_CACHE_HOME"];
  const home = temporaryFolder();
  process.env["XDG_CACHE_HOME"] = home;
  onTestFinished(() => {
    if (previous === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = previous;
  });
  return home;
}

/** A file that the cache of this user wrote, for another project. */
function signedElsewhere(name: string, text: string): string {
  const other = temporaryFolder();
  mkdirSync(join(other, "node_modules"));
  ProjectCache.of(other)?.write(name, text);
  return join(other, "node_modules/.cache/metric-events", name);
}
