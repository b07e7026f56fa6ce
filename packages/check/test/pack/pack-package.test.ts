import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, writeFiles } from "@metric-events/test-support";
import { beforeEach, expect, it } from "vitest";
import { checkSchemas, packErrors, packPackage } from "../../src/index.js";
import { doorOpened, writeSchemas } from "../support/door-schemas.js";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  writeSchemas(join(folder, "schemas"), doorOpened());
  writeFiles(folder, { "package.json": manifest });
});

const manifest = { name: "@acme/doors", version: "1.0.0", files: ["schemas"] };
const archive = "acme-doors-1.0.0.tgz";

async function pack({ isDryRun = false } = {}): ReturnType<typeof packPackage> {
  return packPackage({ schemas: "schemas", cwd: folder, target: isDryRun ? undefined : "." });
}

it("runs no script of the package, nor what its .npmrc names", async () => {
  const touch = `node -e "require('fs').writeFileSync('${join(folder, "ran")}', '')"`;
  const scripts = { prepack: touch, prepare: touch, prepublish: touch, postpack: touch };
  writeFiles(folder, {
    "package.json": { ...manifest, scripts },
    ".npmrc": `ignore-scripts=false\nscript-shell=${join(folder, "shell")}\nnode-options=--require ${join(folder, "run.cjs")}\n`,
    "run.cjs": `require("fs").writeFileSync(${JSON.stringify(join(folder, "ran"))}, "")`,
  });
  expect((await pack()).archive).toBe(archive);
  expect(existsSync(join(folder, "ran"))).toBe(false);
});

it("writes the same bytes each time, with the place of a link taken by the archive", async () => {
  const secret = join(folder, "secret");
  writeFileSync(secret, "");
  symlinkSync(secret, join(folder, archive));
  await pack();
  const first = readFileSync(join(folder, archive));
  await pack();
  expect(readFileSync(join(folder, archive)).equals(first)).toBe(true);
  expect(lstatSync(join(folder, archive)).isFile()).toBe(true);
  expect(readFileSync(secret, "utf8")).toBe("");
});

it("writes nothing when something is wrong, or when it is only to check", async () => {
  await pack({ isDryRun: true });
  writeFiles(folder, { "package.json": { ...manifest, private: true } });
  const result = await pack();
  expect(packErrors(result)).toBe(1);
  expect(existsSync(join(folder, archive))).toBe(false);
});

it("names the folder that cannot hold the archive", async () => {
  const options = { schemas: "schemas", cwd: folder, target: "package.json" };
  await expect(packPackage(options)).rejects.toMatchObject({ code: "EEXIST", path: join(folder, "package.json") });
});

it("does not pack what npm leaves out, and packs all that it takes", async () => {
  writeFiles(folder, {
    "package.json": { ...manifest, files: ["schemas", "bin"], bin: { doors: "bin/doors.js" } },
    "bin/doors.js": "#!/usr/bin/env node\n",
    "secret.env": "x",
    "README.md": "# Doors\n",
  });
  const { files } = await pack();
  expect(files).toBe(4);
  const result = await checkSchemas({ schemas: "schemas", cwd: folder, against: [archive] });
  expect(result.verdicts.map(({ status }) => status)).toEqual(["same"]);
});

it("says where the schemas are when they are not in the package", async () => {
  writeFiles(folder, { "pkg/package.json": { ...manifest, files: [] } });
  const result = await packPackage({
    schemas: "schemas",
    cwd: folder,
    manifest: "pkg/package.json",
    target: undefined,
    against: [join(folder, "schemas")],
    policy: { bump: "never" },
  });
  expect(result.findings.map(({ code }) => code)).toEqual(["schemas-outside"]);
});

it("keeps in the archive that formats are checked", async () => {
  const opened = doorOpened();
  opened.properties["mail"] = { description: "Whose key it was.", type: "string", format: "email" };
  writeSchemas(join(folder, "schemas"), opened);
  writeFiles(folder, { "metric-events.config.json": { formats: "assert" } });
  await pack();
  const against = { schemas: "schemas", cwd: folder, against: [archive] };
  expect((await checkSchemas(against)).verdicts.map(({ status }) => status)).toEqual(["same"]);
  writeFiles(folder, { "metric-events.config.json": { formats: "annotate" } });
  expect((await checkSchemas(against)).findings.map(({ code }) => code)).toContain("pattern-removed");
});
