// `pnpm pack-release v1.2.3 <folder>`: everything that a release publishes, in a folder: a tarball of each package, and a bill of
// materials (CycloneDX) for each. Refuses a tag that is not the version of every package.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildQuietly } from "./run-turbo.js";
import { differencesFrom } from "./schema-archive.js";

interface Manifest {
  readonly name: string;
  readonly version: string;
}

const [tag, target] = process.argv.slice(2);
if (tag === undefined || target === undefined) throw new Error("usage: pnpm pack-release v1.2.3 <folder>");

const names = readdirSync("packages");
const others = names
  .map((name) => readManifest(join("packages", name)))
  .filter(({ version }) => tag !== `v${version}`)
  .map(({ name, version }) => `${name} ${version}`);
if (others.length > 0) {
  console.error(`the tag is ${tag}, but there are other versions: ${others.join(", ")}; set all to that of the tag`);
  process.exit(1);
}

const changed = differencesFrom(tag.slice(1));
if (changed.length > 0) {
  console.error(
    `releases/${tag.slice(1)} does not hold these schemas: ${changed.join(", ")}; run pnpm archive-schemas ${tag.slice(1)} and commit it`,
  );
  process.exit(1);
}

buildQuietly();
const release = resolve(target);
mkdirSync(release, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "metric-events-release-"));
try {
  for (const name of names) pack(name, work);
} finally {
  rmSync(work, { recursive: true, force: true });
}
run("pnpm", [
  "sbom",
  "--sbom-format=cyclonedx",
  "--prod",
  "--lockfile-only",
  "--split",
  "--filter=./packages/*",
  `--out=${join(release, "%s-%v.cdx.json")}`,
]);

/** pnpm replaces `workspace:` versions; the repository, which npm compares with the proof of origin, is where this runs. */
function pack(name: string, workFolder: string): void {
  const packed = join(workFolder, name);
  mkdirSync(packed);
  run("pnpm", ["pack", "--out", join(packed, "packed.tgz")], resolve("packages", name));
  run("tar", ["-xzf", "packed.tgz"], packed);
  const unpacked = join(packed, "package");
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
  if (server !== undefined && repository !== undefined) {
    const origin = { type: "git", url: `git+${server}/${repository}.git`, directory: `packages/${name}` };
    const manifest = { ...readManifest(unpacked), repository: origin };
    writeFileSync(join(unpacked, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  }
  run("npm", ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", release], unpacked);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

function run(command: string, args: readonly string[], cwd = "."): void {
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
}
