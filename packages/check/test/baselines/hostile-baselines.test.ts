import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { bound, temporaryFolder } from "@metric-events/test-support";
import { Header, type HeaderData } from "tar";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type CheckResult, checkSchemas, errorsOf } from "../../src/index.js";
import { doorLocked, doorOpened, edit, writeSchemas } from "../support/door-schemas.js";
import { commitAll, git, released } from "../support/repository.js";

afterEach(() => vi.unstubAllEnvs());

function script(path: string, text: string): string {
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe("git", () => {
  it("does not take tracked files of the schemas folder for a repository", async () => {
    const folder = released();
    const schemas = join(folder, "schemas");
    const ran = join(folder, "ran");
    const program = script(join(folder, "program"), `touch ${ran}`);
    for (const name of ["objects", "refs"]) {
      mkdirSync(join(schemas, name));
      writeFileSync(join(schemas, name, ".keep"), "");
    }
    writeFileSync(join(schemas, "HEAD"), `${git(folder, "rev-parse", "HEAD")}`);
    writeFileSync(
      join(schemas, "config"),
      `[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tfsmonitor = ${program}\n[extensions]\n\tpartialClone = o\n[remote "o"]\n\turl = ext::${program}\n\tpromisor = true\n`,
    );
    edit(schemas, "door_opened", ({ required }) => required.push("way"));
    commitAll(folder, "a pull request");
    vi.stubEnv("GIT_ALLOW_PROTOCOL", "ext");
    const result = await checkSchemas({ schemas: "schemas", cwd: folder });
    expect(errorsOf(result).map(({ code }) => code)).toEqual(["required-added"]);
    expect(existsSync(ran)).toBe(false);
  });

  it("fetches nothing of a partial clone, and runs no program for it", async () => {
    const folder = released();
    const ran = join(folder, "ran");
    const program = script(join(folder, "program"), `touch ${ran}`);
    const [blob] = git(folder, "rev-parse", "v1.0.0:schemas/events/door_opened.schema.json").split("\n");
    edit(join(folder, "schemas"), "door_opened", ({ required }) => required.push("way"));
    git(folder, "config", "extensions.partialClone", "o");
    git(folder, "config", "remote.o.url", `ext::${program}`);
    git(folder, "config", "remote.o.promisor", "true");
    git(folder, "config", "core.fsmonitor", program);
    const object = join(folder, ".git/objects", blob?.slice(0, 2) ?? "", blob?.slice(2) ?? "");
    chmodSync(object, 0o600);
    writeFileSync(object, "");
    vi.stubEnv("GIT_ALLOW_PROTOCOL", "ext");
    await expect(checkSchemas({ schemas: "schemas", cwd: folder })).rejects.toMatchObject({ name: "CheckError" });
    expect(existsSync(ran)).toBe(false);
  });

  it("is refused a work tree that does not contain the schemas", async () => {
    const folder = released();
    git(folder, "config", "core.worktree", temporaryFolder());
    await expect(checkSchemas({ schemas: "schemas", cwd: folder })).rejects.toMatchObject({
      code: "no-repository",
      message: expect.stringContaining("does not contain it"),
    });
  });
});

/** An archive of files at paths; sizes stand for that many blanks. */
function archive(files: readonly (readonly [path: string, content: string | number])[]): Buffer {
  const blocks = files.map(([path, content]) => {
    const bytes = typeof content === "number" ? Buffer.alloc(content, " ") : Buffer.from(content);
    const data: HeaderData = {
      path,
      mode: 0o644,
      uid: 0,
      gid: 0,
      size: bytes.length,
      mtime: new Date(0),
      type: "File",
    };
    const header = new Header(data);
    header.encode();
    const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
    return Buffer.concat([header.block ?? Buffer.alloc(512), bytes, padding]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const opened = JSON.stringify(doorOpened());
const openedPath = "package/schemas/events/door_opened.schema.json";

function againstArchive(bytes: Buffer): Promise<CheckResult> {
  const cwd = temporaryFolder();
  writeSchemas(join(cwd, "schemas"), doorOpened());
  writeFileSync(join(cwd, "released.tgz"), bytes);
  return checkSchemas({ schemas: "schemas", cwd, against: ["released.tgz"] });
}

describe("an archive", () => {
  it("is read, compressed or not", async () => {
    const bytes = archive([[openedPath, opened]]);
    for (const form of [bytes, gzipSync(bytes)]) expect((await againstArchive(form)).verdicts).toHaveLength(1);
  });

  it.each([
    [
      "one file is too large",
      [[openedPath, opened] as const, ["package/large.json", 17 << 20] as const],
      "large.json with 17.8 MB",
    ],
    [
      "all files together are too large",
      Array.from({ length: 5 }, (_, index) => [`package/${index}.json`, 14 << 20] as const),
      "more than 67.1 MB of files",
    ],
    [
      "there are too many files",
      Array.from({ length: 10_001 }, (_, index) => [`package/${index}.json`, "{}"] as const),
      "more than 10,000 files",
    ],
    [
      "it unpacks to too much",
      Array.from({ length: 20 }, (_, index) => [`package/${index}.bin`, 14 << 20] as const),
      "more than 268 MB",
    ],
  ] as const)("is refused when %s", async (_, files, message) => {
    await expect(againstArchive(gzipSync(archive(files)))).rejects.toMatchObject({
      code: "too-large",
      message: expect.stringContaining(message),
    });
  });

  it.each([
    openedPath,
    "package/./schemas/events/door_opened.schema.json",
    "other/schemas/events/door_opened.schema.json",
  ])("is refused when it has a path twice, also as %s", async (again) => {
    await expect(
      againstArchive(
        gzipSync(
          archive([
            [openedPath, opened],
            [again, opened],
          ]),
        ),
      ),
    ).rejects.toMatchObject({
      code: "unreadable-file",
      message: expect.stringContaining("schemas/events/door_opened.schema.json twice"),
    });
  });

  it("is refused when it is compressed twice, which would hide what it unpacks to", async () => {
    await expect(againstArchive(gzipSync(gzipSync(archive([[openedPath, opened]]))))).rejects.toThrow(
      "compressed twice",
    );
  });

  it("is refused when it is damaged", async () => {
    const bytes = gzipSync(archive([[openedPath, opened]]));
    for (const damaged of [bytes.subarray(0, bytes.length / 2), Buffer.from("no archive at all"), Buffer.alloc(0)])
      await expect(againstArchive(damaged)).rejects.toMatchObject({ name: "CheckError" });
  });
});

/** A registry of one package, which writes down each request. It is a process of its own, since npm is waited for. */
async function registry(folder: string): Promise<{ url: string; stop: () => void }> {
  const tarball = join(folder, "package.tgz");
  writeFileSync(
    tarball,
    gzipSync(
      archive([
        ["package/package.json", '{"name":"@acme/events","version":"1.4.0"}'],
        [openedPath, opened],
      ]),
    ),
  );
  const server = join(folder, "server.mjs");
  writeFileSync(
    server,
    `import { createServer } from "node:http";
import { appendFileSync, readFileSync } from "node:fs";
createServer((request, response) => {
  appendFileSync(${JSON.stringify(join(folder, "requests"))}, request.url + "\\n");
  if (request.url.endsWith(".tgz")) return response.end(readFileSync(${JSON.stringify(tarball)}));
  const dist = { tarball: "http://" + request.headers.host + "/package.tgz" };
  const version = { name: "@acme/events", version: "1.4.0", dist };
  response.end(JSON.stringify({ name: "@acme/events", "dist-tags": { latest: "1.4.0" }, versions: { "1.4.0": version } }));
}).listen(0, "127.0.0.1", function () { console.log(this.address().port); });
`,
  );
  const child = spawn(...bound(process.execPath, [server]), { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(createInterface(child.stdout), "line");
  return { url: `http://127.0.0.1:${String(port)}/`, stop: () => child.kill() };
}

describe("npm", () => {
  it("obeys the configuration of the user, and not that of the folder", async () => {
    const [home, cwd] = [temporaryFolder(), temporaryFolder()];
    const [ours, theirs] = [await registry(home), await registry(cwd)];
    try {
      writeSchemas(join(cwd, "schemas"), doorOpened());
      writeFileSync(join(cwd, "package.json"), '{"name":"theirs","version":"1.0.0"}');
      writeFileSync(
        join(cwd, ".npmrc"),
        `registry=${theirs.url}\${SECRET}/\ngit=${script(join(cwd, "e.sh"), "touch ran")}\n`,
      );
      writeFileSync(join(home, ".npmrc"), `registry=${ours.url}\ncache=${join(home, "cache")}\n`);
      vi.stubEnv("HOME", home);
      vi.stubEnv("SECRET", "secret");
      for (const name of Object.keys(process.env)) if (/^npm_config_/i.test(name)) vi.stubEnv(name, undefined);
      // As pnpm hands on what a project's configuration says.
      vi.stubEnv("npm_lifecycle_event", "check");
      vi.stubEnv("npm_config_registry", theirs.url);
      const result = await checkSchemas({ schemas: "schemas", cwd, against: ["npm:@acme/events@1.4.0"] });
      expect(result).toMatchObject({ baselines: ["npm:@acme/events@1.4.0"], findings: [] });
      expect(readFileSync(join(home, "requests"), "utf8")).toContain("/package.tgz");
      expect(existsSync(join(cwd, "requests"))).toBe(false);
      expect(existsSync(join(cwd, "ran"))).toBe(false);
    } finally {
      ours.stop();
      theirs.stop();
    }
  });

  it.each([
    "git+file:///x",
    "--pack-destination=/tmp",
    "-x@1.0.0",
    "./released",
    "../released@1.0.0",
    "@acme/events",
    "events@file:../x",
    "events@npm:other@1.0.0",
    "events@https://example.com/x.tgz",
    "acme/events@1.0.0",
    "a b@1.0.0",
    "@acme/events@1.0.0 --registry=x",
    "events@1.0.0\n",
  ])("is not asked for %s, which is not a name and a version", async (spec) => {
    const cwd = temporaryFolder();
    writeSchemas(join(cwd, "schemas"), doorLocked());
    await expect(checkSchemas({ schemas: "schemas", cwd, against: [`npm:${spec}`] })).rejects.toMatchObject({
      code: "invalid-baseline",
      message: expect.stringContaining("npm:@acme/events@1.4.0"),
    });
  });
});
