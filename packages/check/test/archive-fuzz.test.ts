import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fuzz, temporaryFolder } from "@metric-events/test-support";
import { expect, it } from "vitest";
import { readArchivedFiles } from "../src/baselines/archive-files.js";
import { CheckError } from "../src/index.js";

it("damaged archives are an error of the check, and yield only JSON files", async () => {
  const folder = temporaryFolder();
  const archive = join(folder, "a.tgz");
  mkdirSync(join(folder, "package/schemas"), { recursive: true });
  writeFileSync(join(folder, "package/package.json"), "{}");
  writeFileSync(join(folder, "package/schemas/a.schema.json"), '{"title":"A"}'.repeat(100));
  const tar = (flags: string): Buffer => {
    execFileSync("tar", [flags, archive, "-C", folder, "package"]);
    return readFileSync(archive);
  };
  const tried = await fuzz({
    name: "archives",
    cases: fileURLToPath(new URL("fuzz-cases/archives", import.meta.url)),
    seeds: [tar("-cf"), tar("-czf")],
    words: [
      "package/",
      "../",
      "/etc/passwd.json",
      "\0",
      "ustar  ",
      "0000777",
      "1",
      "2",
      "5",
      "L",
      "x",
      "path=a.json\n",
      "\u001f\u008b",
    ],
    async attempt(input) {
      writeFileSync(archive, input);
      try {
        const files = await readArchivedFiles(archive);
        for (const { path } of files) expect(path).toMatch(/\.json$/);
        return `${files.length} files`;
      } catch (error) {
        if (!(error instanceof CheckError)) throw error;
        return error.message.replace(/\d+/g, "N");
      }
    },
  });
  expect(tried).toBeGreaterThanOrEqual(10);
});
