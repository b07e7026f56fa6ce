import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DanglingLinkError, installFile, replaceFile, replaceFiles } from "@metric-events/system";
import { temporaryFolder } from "@metric-events/test-support";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

const isRoot = process.getuid?.() === 0;

function withUmask(mask: number): void {
  const previous = process.umask(mask);
  onTestFinished(() => void process.umask(previous));
}

describe.each([
  ["replaceFile", replaceFile, { prefix: ".", ending: ".unfinished" }],
  [
    "installFile",
    (path: string, content: string) => installFile(path, content, { mode: 0o644, ending: ".new" }),
    { prefix: "", ending: ".new" },
  ],
])("%s", (_, put, { prefix, ending }) => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder, "file");
  });

  it("makes a file", () => {
    put(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("writes beside and renames: a reader of the previous file keeps it whole", () => {
    writeFileSync(path, "the previous content, which is longer");
    const before = statSync(path).ino;
    put(path, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("leaves no other file when it cannot write, and names the file", () => {
    mkdirSync(path);
    expect(() => put(path, "new")).toThrow(expect.objectContaining({ path, message: expect.stringContaining(path) }));
    expect(readdirSync(folder)).toEqual(["file"]);
    const missing = join(folder, "nowhere", "file");
    expect(() => put(missing, "new")).toThrow(expect.objectContaining({ code: "ENOENT", path: missing }));
  });

  it("removes what a killed process left, and nothing else", () => {
    const left = `${prefix}file.0123456789ab${ending}`;
    const others = [
      `${prefix}file.ba9876543210${ending}`,
      `${prefix}file${ending}`,
      `${prefix}other.0123456789ab${ending}`,
      `${prefix}file.0123456789ab`,
    ];
    for (const name of [left, ...others]) writeFileSync(join(folder, name), "unfinished");
    for (const name of [left, ...others.slice(1)]) utimesSync(join(folder, name), 1, 1);
    put(path, "new");
    expect(readdirSync(folder).toSorted()).toEqual([...others, "file"].toSorted());
  });
});

describe("replaceFile", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder, "file");
  });

  it("keeps the mode, whatever the umask; a new file has that of the umask", () => {
    withUmask(0o077);
    replaceFile(path, "first");
    expect(statSync(path).mode & 0o7777).toBe(0o600);
    chmodSync(path, 0o664);
    replaceFile(path, "second");
    expect(statSync(path).mode & 0o7777).toBe(0o664);
  });

  it.skipIf(!isRoot)("keeps owner and group", () => {
    writeFileSync(path, "first");
    chownSync(path, 1234, 4321);
    replaceFile(path, "second");
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 4321 });
  });

  it("replaces what a link leads to, in the folder of that file, and keeps the link", () => {
    mkdirSync(join(folder, "elsewhere"));
    writeFileSync(join(folder, "elsewhere", "target"), "first");
    symlinkSync("elsewhere/target", path);
    replaceFile(path, "second");
    expect(readlinkSync(path)).toBe("elsewhere/target");
    expect(readFileSync(join(folder, "elsewhere", "target"), "utf8")).toBe("second");
  });

  it("refuses a link to nothing, whose target it would make", () => {
    symlinkSync("target", path);
    expect(() => replaceFile(path, "new")).toThrow(DanglingLinkError);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(existsSync(join(folder, "target"))).toBe(false);
  });
});

describe("installFile", () => {
  it("gives the mode, whatever the umask and the previous file", () => {
    withUmask(0o077);
    const path = join(temporaryFolder(), "file");
    for (const mode of [0o644, 0o640]) {
      installFile(path, "content", { mode, ending: ".new" });
      expect(statSync(path).mode & 0o7777).toBe(mode);
    }
  });

  it("replaces a link instead of following it", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "target"), "untouched");
    for (const target of ["target", "nothing"]) {
      const path = join(folder, `link to ${target}`);
      symlinkSync(target, path);
      installFile(path, "content", { mode: 0o644, ending: ".new" });
      expect(lstatSync(path).isFile()).toBe(true);
    }
    expect(readFileSync(join(folder, "target"), "utf8")).toBe("untouched");
  });
});

describe("replaceFiles", () => {
  it("replaces many files in several folders", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "inner"));
    const files = Array.from({ length: 150 }, (_, index) => ({
      path: join(folder, index % 2 === 0 ? "." : "inner", `file${index}`),
      content: `content ${index}`,
    }));
    writeFileSync(files[0]?.path ?? "", "previous");
    replaceFiles(files);
    expect(files.map(({ path }) => readFileSync(path, "utf8"))).toEqual(files.map(({ content }) => content));
    expect(readdirSync(folder)).toHaveLength(76);
    expect(readdirSync(join(folder, "inner"))).toHaveLength(75);
  });

  it("replaces none of a few where one cannot be written, names it, and leaves no other file", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a"), "previous");
    const missing = join(folder, "nowhere", "b");
    const files = [join(folder, "a"), missing].map((path) => ({ path, content: "new" }));
    expect(() => replaceFiles(files)).toThrow(expect.objectContaining({ code: "ENOENT", path: missing }));
    expect(readFileSync(join(folder, "a"), "utf8")).toBe("previous");
    expect(readdirSync(folder)).toEqual(["a"]);
  });
});
